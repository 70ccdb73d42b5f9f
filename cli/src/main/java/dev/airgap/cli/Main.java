package dev.airgap.cli;

import dev.airgap.secrets.RunSecrets;
import java.time.Clock;
import picocli.CommandLine;

/** The program's entry: wires by hand what one run needs. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    // Asked for by scripts before everything: answered before anything else is loaded.
    RunSecrets secrets = new RunSecrets();
    Console console = new Console(System.out, System.err, secrets);
    if (args.length == 1 && args[0].equals("--version")) {
      console.result("bundle " + Surroundings.programVersion());
      return;
    }
    Surroundings surroundings =
        new Surroundings(System.getenv(), Clock.systemUTC(), console, secrets);
    CommandLine command = BundleCommand.commandLine(surroundings);
    System.exit(command.execute(args));
  }
}
