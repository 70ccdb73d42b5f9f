package dev.airgap.helm;

import dev.airgap.helm.child.HelmChild;
import dev.airgap.helm.child.HelmRequest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One child JVM for its requests, with a limit on time, memory and what it may answer. */
final class ChildProcess {

  /** May be missing in a bare root. */
  private static final Path PROCESSES = Path.of("/proc/self");

  private static final int MAX_ANSWER = 32 * 1024 * 1024;
  private static final int MAX_ERRORS = 64 * 1024;

  private final HelmRuntime runtime;
  private final Duration limit;

  /**
   * @param limit on its time; then it is ended
   */
  ChildProcess(HelmRuntime runtime, Duration limit) {
    this.runtime = runtime;
    this.limit = limit;
  }

  /** Helm's answer to one request. */
  String ask(HelmRequest request, Path folder) throws IOException, HelmException {
    return ask(List.of(request), folder, Path.of(request.kubeconfig())).getFirst();
  }

  /** Helm's answers; its failure is a {@link HelmException} with Helm's own words. */
  List<String> ask(List<HelmRequest> requests, Path folder, Path kubeconfig)
      throws IOException, HelmException {
    Process child = start(folder, kubeconfig);
    try {
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      ByteArrayOutputStream errors = new ByteArrayOutputStream();
      Thread answers =
          Thread.ofVirtual().start(() -> copy(child.getInputStream(), answer, MAX_ANSWER));
      MemoryLimit memory = MemoryLimit.watch(child);
      Thread noise =
          Thread.ofVirtual().start(() -> copy(child.getErrorStream(), errors, MAX_ERRORS));
      HelmRequest.writeAll(requests, new DataOutputStream(child.getOutputStream()));
      awaitEnd(child, requests);
      memory.requireKept(requests);
      answers.join();
      noise.join();
      return parse(answer.toByteArray(), requests, errors);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HelmException("stopped while Helm was running", e);
    } finally {
      if (Files.exists(PROCESSES)) {
        child.descendants().forEach(ProcessHandle::destroyForcibly);
      }
      child.destroyForcibly();
    }
  }

  private Process start(Path folder, Path kubeconfig) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                runtime.java().toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:CompileThresholdScaling=10",
                "-Xlog:disable",
                "--enable-native-access=ALL-UNNAMED",
                "-Dcom.marcnuri.jkube-helm.skipRemoteJar=true",
                "-Djna.nosys=true",
                "-Djna.boot.library.path=" + runtime.libraries(),
                "-Djava.io.tmpdir=" + folder));
    runtime.aotCache().ifPresent(cache -> command.add("-XX:AOTCache=" + cache));
    command.addAll(List.of("-cp", runtime.classPath(), HelmChild.class.getName()));
    ProcessBuilder builder = new ProcessBuilder(command);
    Map<String, String> environment = builder.environment();
    environment.clear();
    environment.put("HOME", folder.toString());
    if (!Files.exists(PROCESSES)) {
      // the dynamic linker cannot tell where the runtime lies
      environment.put("LD_LIBRARY_PATH", System.getProperty("java.home") + "/lib");
    }
    environment.put("KUBECONFIG", kubeconfig.toString());
    environment.put("HELM_CACHE_HOME", folder.resolve("cache").toString());
    environment.put("HELM_CONFIG_HOME", folder.resolve("config").toString());
    environment.put("HELM_DATA_HOME", folder.resolve("data").toString());
    return builder.directory(folder.toFile()).start();
  }

  private void awaitEnd(Process child, List<HelmRequest> requests)
      throws InterruptedException, HelmException {
    if (!child.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new HelmException(
          "Helm did not answer within %d s for %s and was stopped"
              .formatted(limit.toSeconds(), HelmRequest.names(requests)));
    }
  }

  private static void copy(InputStream from, ByteArrayOutputStream to, int limit) {
    byte[] buffer = new byte[8192];
    try (from) {
      int read = from.read(buffer);
      while (read >= 0) {
        to.write(buffer, 0, Math.min(read, Math.max(0, limit - to.size())));
        read = from.read(buffer);
      }
    } catch (IOException e) {
      // the child ended; what it said until then is what there is
    }
  }

  /** Each answer begins with its request's token, wherever that stands in what was printed. */
  private static List<String> parse(
      byte[] printed, List<HelmRequest> requests, ByteArrayOutputStream errors)
      throws IOException, HelmException {
    String text = new String(printed, StandardCharsets.ISO_8859_1);
    List<String> answers = new ArrayList<>();
    for (HelmRequest request : requests) {
      int at = text.lastIndexOf(request.token());
      if (at < 0) {
        throw new HelmException(
            "Helm ended without an answer for %s: %s"
                .formatted(
                    HelmRequest.names(List.of(request)),
                    clean(errors.toString(StandardCharsets.UTF_8))));
      }
      answers.add(parse(printed, at + request.token().length()));
    }
    return answers;
  }

  private static String parse(byte[] printed, int from) throws IOException, HelmException {
    try (DataInputStream in =
        new DataInputStream(new ByteArrayInputStream(printed, from, printed.length - from))) {
      boolean done = in.readBoolean();
      byte[] text = in.readNBytes(Math.min(in.readInt(), MAX_ANSWER));
      String said = new String(text, StandardCharsets.UTF_8);
      if (!done) {
        throw new HelmException(clean(said));
      }
      return said;
    }
  }

  private static String clean(String text) {
    return text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\s]+", " ").strip();
  }
}
