package dev.airgap.cli;

import dev.airgap.archive.BundleChangedException;
import dev.airgap.archive.BundleRefusedException;
import dev.airgap.bundler.SignerNotValidException;
import dev.airgap.bundler.complete.IncompleteBundleException;
import dev.airgap.bundler.lock.MovedSourcesException;
import dev.airgap.helm.HelmException;
import dev.airgap.installer.check.Side;
import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.cluster.WrongClusterException;
import dev.airgap.installer.gate.GateRefusal;
import dev.airgap.installer.inside.RedProbesException;
import dev.airgap.installer.plan.PlanChangedException;
import dev.airgap.installer.plan.RedPlanException;
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
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Turns what a command threw into a sentence and an exit code; who must act decides the code. */
final class Failures implements IExecutionExceptionHandler {
  /** What the system says of a disk, or a share of it, that takes no more. */
  private static final List<String> FULL =
      List.of("No space left on device", "Disk quota exceeded");

  private static final String MAKE_ROOM =
      "; make room there, or name another place, and run the same command again";

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
      case HelmException e -> say("helm: " + oneLine(e), ExitCode.CLUSTER);
      case RedPlanException e -> say(String.valueOf(e.getMessage()), code(e.side()));
      case RedProbesException e -> say(String.valueOf(e.getMessage()), code(e.side()));
      case PlanChangedException e -> say(String.valueOf(e.getMessage()), ExitCode.USAGE);
      case GateRefusal e -> say(String.valueOf(e.getMessage()), ExitCode.CLUSTER);
      case PersonNeededException e ->
          say("a person is needed: " + e.getMessage(), ExitCode.PERSON_NEEDED);
      case UnusableNameException e -> say("bundle: " + e.getMessage(), ExitCode.USAGE);
      case UnusableKeyException e -> say("bundle: " + e.getMessage(), ExitCode.USAGE);
      case BundleRefusedException e -> say("refused: " + oneLine(e), ExitCode.BUNDLE_REFUSED);
      case BundleChangedException e -> say("refused: " + e.getMessage(), ExitCode.BUNDLE_REFUSED);
      case RegistryException e -> say("registry: " + e.getMessage(), ExitCode.REGISTRY);
      case NoSuchFileException e ->
          say("bundle: %s does not exist".formatted(e.getFile()), ExitCode.USAGE);
      case AccessDeniedException e ->
          say("bundle: %s may not be read or written".formatted(e.getFile()), ExitCode.USAGE);
      case FileAlreadyExistsException e ->
          say("bundle: %s exists already".formatted(e.getFile()), ExitCode.USAGE);
      case NotDirectoryException e ->
          say("bundle: %s is no folder".formatted(e.getFile()), ExitCode.USAGE);
      case FileSystemException e -> say("bundle: " + orMakeRoom(sentence(e)), ExitCode.USAGE);
      case IOException e -> say("bundle: " + orMakeRoom(sentence(e, parsed)), ExitCode.USAGE);
      default -> bug(failure);
    };
  }

  private static int code(Side side) {
    return switch (side) {
      case SITE -> ExitCode.USAGE;
      case BUNDLE -> ExitCode.BUNDLE_REFUSED;
      case REGISTRY -> ExitCode.REGISTRY;
      case CLUSTER -> ExitCode.CLUSTER;
      case PERSON -> ExitCode.PERSON_NEEDED;
    };
  }

  /** These quote what others made, such as a chart's file names: a line feed there is not ours. */
  private static String oneLine(Exception failure) {
    return String.valueOf(failure.getMessage()).replaceAll("[\\n\\t]", "\uFFFD");
  }

  private static String sentence(FileSystemException failure) {
    return failure.getReason() == null
        ? "%s cannot be used (%s)".formatted(failure.getFile(), failure.getClass().getSimpleName())
        : String.valueOf(failure.getMessage());
  }

  /** What the system says while a file is read names no file; the command line knows which. */
  private static String sentence(IOException failure, ParseResult parsed) {
    String message = String.valueOf(failure.getMessage());
    StackTraceElement[] trace = failure.getStackTrace();
    boolean isOurs = trace.length > 0 && trace[0].getClassName().startsWith("dev.airgap.");
    String files = String.join(", ", files(parsed));
    return isOurs || files.isEmpty()
        ? message
        : "%s, while one of these was read or written: %s".formatted(message, files);
  }

  private static String orMakeRoom(String sentence) {
    return FULL.stream().anyMatch(sentence::contains) ? sentence + MAKE_ROOM : sentence;
  }

  /** The files that the command line names, each with its option. */
  private static List<String> files(ParseResult parsed) {
    ParseResult command = parsed;
    while (command.hasSubcommand()) {
      command = command.subcommand();
    }
    return command.matchedArgs().stream()
        .filter(
            arg -> arg.type() == Path.class || List.of(arg.auxiliaryTypes()).contains(Path.class))
        .flatMap(arg -> arg.originalStringValues().stream().map(value -> named(arg, value)))
        .toList();
  }

  private static String named(ArgSpec arg, String value) {
    return arg instanceof OptionSpec option ? option.longestName() + " " + value : value;
  }

  private int say(String sentence, int code) {
    surroundings.console().error(sentence);
    return code;
  }

  private int bug(Exception failure) {
    if (surroundings.console().isStopping()) {
      return ExitCode.OUR_BUG; // nobody sees it: the signal decides the exit code
    }
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
