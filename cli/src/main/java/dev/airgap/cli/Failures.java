package dev.airgap.cli;

import dev.airgap.archive.BundleChangedException;
import dev.airgap.archive.BundleRefusedException;
import dev.airgap.bundler.SignerNotValidException;
import dev.airgap.bundler.complete.IncompleteBundleException;
import dev.airgap.bundler.lock.MovedSourcesException;
import dev.airgap.helm.HelmException;
import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.cluster.WrongClusterException;
import dev.airgap.installer.gate.GateRefusal;
import dev.airgap.installer.progress.PersonNeededException;
import dev.airgap.pki.UnusableKeyException;
import dev.airgap.pki.UnusableNameException;
import dev.airgap.registry.RegistryException;
import dev.airgap.yaml.InvalidFileException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Turns what a command threw into a sentence and an exit code; who must act decides the code. */
final class Failures implements IExecutionExceptionHandler {
  private final Surroundings surroundings;

  Failures(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
    return switch (failure) {
      case InvalidFileException e -> say(String.valueOf(e.getMessage()), ExitCode.USAGE);
      case UsageException e -> say("bundle: " + e.getMessage(), ExitCode.USAGE);
      case IncompleteBundleException e -> say(String.valueOf(e.getMessage()), ExitCode.USAGE);
      case MovedSourcesException e -> say(String.valueOf(e.getMessage()), ExitCode.USAGE);
      case SignerNotValidException e -> say("bundle: " + e.getMessage(), ExitCode.USAGE);
      case WrongClusterException e -> say("cluster: " + e.getMessage(), ExitCode.USAGE);
      case ClusterException e -> say("cluster: " + e.getMessage(), ExitCode.CLUSTER);
      case HelmException e -> say("helm: " + e.getMessage(), ExitCode.CLUSTER);
      case GateRefusal e -> say(String.valueOf(e.getMessage()), ExitCode.CLUSTER);
      case PersonNeededException e ->
          say("a person is needed: " + e.getMessage(), ExitCode.PERSON_NEEDED);
      case UnusableNameException e -> say("bundle: " + e.getMessage(), ExitCode.USAGE);
      case UnusableKeyException e -> say("bundle: " + e.getMessage(), ExitCode.USAGE);
      case BundleRefusedException e -> say("refused: " + e.getMessage(), ExitCode.BUNDLE_REFUSED);
      case BundleChangedException e -> say("refused: " + e.getMessage(), ExitCode.BUNDLE_REFUSED);
      case RegistryException e -> say("registry: " + e.getMessage(), ExitCode.REGISTRY);
      case NoSuchFileException e ->
          say("bundle: %s does not exist".formatted(e.getFile()), ExitCode.USAGE);
      case AccessDeniedException e ->
          say("bundle: %s may not be read or written".formatted(e.getFile()), ExitCode.USAGE);
      case FileAlreadyExistsException e ->
          say("bundle: %s exists already".formatted(e.getFile()), ExitCode.USAGE);
      case IOException e -> say("bundle: " + e.getMessage(), ExitCode.USAGE);
      default -> bug(failure);
    };
  }

  private int say(String sentence, int code) {
    surroundings.console().error(sentence);
    return code;
  }

  private int bug(Exception failure) {
    String where = writeLog(failure);
    surroundings
        .console()
        .error(
            "bundle: this is a bug of ours (%s). What happened stands in %s; please report it."
                .formatted(failure.getClass().getSimpleName(), where));
    return ExitCode.OUR_BUG;
  }

  private String writeLog(Exception failure) {
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    try {
      Path folder = surroundings.stateFolder();
      Files.createDirectories(folder);
      Path log =
          Files.createTempFile(
              folder,
              "bug-",
              ".log",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(log, surroundings.console().clean(trace.toString()));
      return log.toString();
    } catch (IOException e) {
      surroundings.console().error(trace.toString());
      return "the lines above, as no log file could be written";
    }
  }
}
