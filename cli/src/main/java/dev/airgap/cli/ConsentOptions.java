package dev.airgap.cli;

import dev.airgap.installer.plan.SavedPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which plan is carried out, whether somebody is asked first, and how much is told meanwhile. */
final class ConsentOptions {
  @Option(names = "--yes", description = "Do not ask; needed where there is no terminal.")
  private boolean yes;

  @Option(
      names = "--plan",
      paramLabel = "PLAN",
      description = "Carry out exactly the plan that was saved there, or refuse.")
  private @Nullable Path saved;

  @Option(names = "--quiet", description = "Print nothing but results, warnings and errors.")
  private boolean quiet;

  /**
   * Before anything is done or said.
   *
   * @return the plan that is to be carried out, and no other; its acceptances are in the options
   */
  Optional<SavedPlan> begin(Console console, InstallOptions options) throws IOException {
    if (quiet) {
      console.beQuiet();
    }
    Optional<SavedPlan> wanted =
        saved == null ? Optional.empty() : Optional.of(SavedPlan.read(saved));
    wanted.ifPresent(options::takeFrom);
    return wanted;
  }

  /**
   * Asks once, before anything is changed; {@code --yes} has answered beforehand.
   *
   * @throws UsageException if nobody can be asked, or whoever was asked did not want it
   */
  void require(Surroundings surroundings) throws IOException, UsageException {
    if (yes) {
      return;
    }
    String answer =
        surroundings
            .ask("Carry out this plan? [y/N]")
            .orElseThrow(
                () -> new UsageException("there is no terminal to ask at: say --yes to install"));
    if (!answer.strip().toLowerCase(Locale.ROOT).startsWith("y")) {
      throw new UsageException("not confirmed: nothing was changed");
    }
  }
}
