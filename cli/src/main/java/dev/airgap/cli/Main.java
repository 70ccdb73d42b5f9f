package dev.airgap.cli;

import dev.airgap.secrets.RunSecrets;
import java.time.Clock;
import picocli.CommandLine;

/** The program's entry: wires by hand what one run needs. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(run(args));
  }

  /** Runs one command; its exit code. */
  static int run(String... args) {
    RunSecrets secrets = new RunSecrets();
    Console console = new Console(System.out, System.err, secrets);
    if (args.length == 1 && args[0].equals("--version")) {
      // Asked for by scripts before everything: answered before anything else is loaded.
      console.result("bundle " + Surroundings.programVersion());
      return end(console, ExitCode.DONE);
    }
    Surroundings surroundings =
        new Surroundings(System.getenv(), Clock.systemUTC(), console, secrets);
    CommandLine bundle = BundleCommand.commandLine(surroundings, args);
    return end(console, Interruption.during(() -> bundle.execute(args), console, args));
  }

  /** A script that reads the results must not take a part of them for all. */
  static int end(Console console, int code) {
    if (!console.hasLostResults()) {
      return code;
    }
    console.error(
        "bundle: the results could not be written to standard output, and are not complete there:"
            + " look where it leads (a full disk, or a program that ended), then run this again");
    return code == ExitCode.DONE ? ExitCode.USAGE : code;
  }
}
