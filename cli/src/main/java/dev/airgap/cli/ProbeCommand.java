package dev.airgap.cli;

import dev.airgap.archive.BundleOpener;
import dev.airgap.archive.BundleVerifier;
import dev.airgap.archive.OpenBundle;
import dev.airgap.archive.Trust;
import dev.airgap.archive.VerifiedBundle;
import dev.airgap.installer.load.RegistryReadiness;
import dev.airgap.registry.RegistryClients;
import dev.airgap.registry.RegistrySettings;
import dev.airgap.registry.probe.ProbeReport;
import dev.airgap.registry.probe.RegistryProbe;
import dev.airgap.registry.probe.Tagged;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "probe",
    description = {
      "Tell what a registry will do with a bundle; nothing stays there.",
      "Starts an upload in each repository, sends up to 8 MiB, and cancels all of it."
    },
    footer = {
      "",
      "Example:  bundle probe --registry registry.example.internal/zenml --ca corp-ca.pem"
          + " --username push --password-file password"
    })
final class ProbeCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Parameters(
      paramLabel = "FILE",
      arity = "0..1",
      description = "A bundle, for its repositories (default: those of a ZenML Pro release).")
  private @Nullable Path file;

  @Option(
      names = "--output",
      paramLabel = "text|json",
      description = "Form of the result (default: text).")
  private OutputForm output = OutputForm.text;

  @Mixin private RegistryOptions target = new RegistryOptions();
  @Mixin private TrustOptions trust = new TrustOptions();

  ProbeCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws Exception {
    if (output == OutputForm.json) {
      surroundings.console().beForPrograms();
    }
    String host = target.host();
    RegistrySettings settings = target.settings(surroundings);
    List<Tagged> targets = targets();
    try (RegistryClients registries =
        new RegistryClients(
            Map.of(host, settings), surroundings.environment(), surroundings.secrets())) {
      ProbeReport report =
          new RegistryProbe(registries.at(host), surroundings.clock()).everything(targets);
      new PrintedProbe(surroundings.console()).print(report, target.prefix(), output);
      return report.red().isEmpty() ? ExitCode.DONE : ExitCode.REGISTRY;
    }
  }

  private List<Tagged> targets() throws Exception {
    if (file == null) {
      return RegistryReadiness.usualTargets(target.prefix());
    }
    Trust trusted = trust.trust(surroundings);
    try (OpenBundle open = new BundleOpener().open(file);
        VerifiedBundle bundle =
            new BundleVerifier(surroundings.clock()).verify(open, trusted, new QuietChecks())) {
      return RegistryReadiness.targets(bundle.manifest().images(), target.prefix());
    }
  }
}
