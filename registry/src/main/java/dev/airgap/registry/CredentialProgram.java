package dev.airgap.registry;

import dev.airgap.secrets.RunSecrets;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * One of docker's credential helpers, a program {@code docker-credential-NAME}: it is given the
 * registry's address and answers with JSON. It may want a keyring that nobody unlocks, so that it
 * gets a limited time.
 */
final class CredentialProgram {
  private static final String PREFIX = "docker-credential-";
  private static final int MAX_ANSWER = 64 * 1024;

  /** How helpers say that they know of no account there; no failure. */
  private static final String NONE = "credentials not found in native keychain";

  private static final Executor THREADS = task -> Thread.ofVirtual().start(task);

  private final String program;
  private final Map<String, String> environment;
  private final RunSecrets secrets;
  private final Duration limit;

  CredentialProgram(
      String name, Map<String, String> environment, RunSecrets secrets, Duration limit) {
    this.program = PREFIX + name;
    this.environment = environment;
    this.secrets = secrets;
    this.limit = limit;
  }

  /**
   * @param problem why there is no login, as the second half of a sentence
   */
  record Reply(Optional<Login> login, String problem) {
    static Reply none(String problem) {
      return new Reply(Optional.empty(), problem);
    }
  }

  Reply get(String server) throws RegistryException {
    Optional<Path> file = file();
    if (file.isEmpty()) {
      return Reply.none(called() + " is not on PATH: install it, or take it out of that file");
    }
    try {
      return ask(file.get(), server);
    } catch (IOException | ExecutionException e) {
      return Reply.none(called() + " could not be run: " + printable(String.valueOf(e)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RegistryException("stopped while " + called() + " was asked for credentials", e);
    }
  }

  private String called() {
    return "its credential helper " + Complaints.printable(program);
  }

  /** Found here rather than by the system, which says less of what it does not find. */
  private Optional<Path> file() {
    if (program.contains("/") || program.indexOf('\0') >= 0) {
      return Optional.empty();
    }
    return Stream.of(environment.getOrDefault("PATH", "").split(":"))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, program))
        .filter(path -> Files.isRegularFile(path) && Files.isExecutable(path))
        .findFirst();
  }

  private Reply ask(Path file, String server)
      throws IOException, InterruptedException, ExecutionException {
    ProcessBuilder builder = new ProcessBuilder(file.toString(), "get");
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.start();
    try {
      var answer = CompletableFuture.supplyAsync(() -> read(process.getInputStream()), THREADS);
      var errors = CompletableFuture.supplyAsync(() -> read(process.getErrorStream()), THREADS);
      tell(process, server);
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        return unanswered();
      }
      // What it left running may hold the pipes open, and has nothing to say.
      return understood(
          process.exitValue(),
          answer.get(limit.toMillis(), TimeUnit.MILLISECONDS),
          errors.get(limit.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      return unanswered();
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private Reply unanswered() {
    return Reply.none(
        called()
            + " did not answer within %d s and was stopped: it may wait for a keyring to be unlocked"
                .formatted(limit.toSeconds()));
  }

  /** A helper that does not read what it is asked ends with an error of its own. */
  private static void tell(Process process, String server) {
    try (var in = process.getOutputStream()) {
      in.write(server.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // said by its exit code and its output
    }
  }

  private static byte[] read(InputStream stream) {
    try (stream) {
      byte[] read = stream.readNBytes(MAX_ANSWER + 1);
      stream.transferTo(OutputStream.nullOutputStream());
      return read;
    } catch (IOException e) {
      return new byte[0]; // it was stopped
    }
  }

  private Reply understood(int exitCode, byte[] answer, byte[] errors) {
    String text = new String(answer, StandardCharsets.UTF_8);
    if (text.contains(NONE)) {
      return Reply.none(called() + " has none either");
    }
    if (exitCode != 0) {
      String line =
          firstLine(text)
              .or(() -> firstLine(new String(errors, StandardCharsets.UTF_8)))
              .orElse("");
      return Reply.none(
          called()
              + " failed (exit code %d)".formatted(exitCode)
              + (line.isEmpty() ? "" : ": " + line));
    }
    Optional<Login> login =
        answer.length > MAX_ANSWER ? Optional.empty() : new RegistryJson().login(answer, secrets);
    return login.isPresent()
        ? new Reply(login, "")
        : Reply.none(called() + " gave no JSON with Username and Secret");
  }

  /** Whatever looks like an answer holds a password, and is not shown. */
  private Optional<String> firstLine(String text) {
    return text.contains("{")
        ? Optional.empty()
        : text.lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty())
            .findFirst()
            .map(this::printable);
  }

  private String printable(String text) {
    return Complaints.printable(secrets.redact(text));
  }
}
