package dev.airgap.cli;

import dev.airgap.archive.BundleOpener;
import dev.airgap.archive.BundleRefusedException;
import dev.airgap.archive.BundleVerifier;
import dev.airgap.archive.OpenBundle;
import dev.airgap.archive.Trust;
import dev.airgap.archive.VerifiedBundle;
import dev.airgap.installer.json.Json;
import dev.airgap.installer.load.LoadRecord;
import dev.airgap.installer.load.LoadRun;
import dev.airgap.installer.load.LoadedImages;
import dev.airgap.installer.load.Loader;
import dev.airgap.installer.load.RegistryReadiness;
import dev.airgap.registry.RegistryClient;
import dev.airgap.registry.RegistryClients;
import dev.airgap.registry.RegistrySettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "load",
    description = "Fill a registry with a bundle's images, and do nothing else.",
    footer = {
      "",
      "Example:  bundle load zenml.tar --registry registry.example.internal/zenml --ca corp-ca.pem"
          + " --trust signer.pem"
    })
final class LoadCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Parameters(paramLabel = "FILE", description = "The bundle.")
  private Path file = Path.of("");

  @Option(names = "--move-tags", description = "Move tags that hold another digest.")
  private boolean moveTags;

  @Option(
      names = "--allow-downgrade",
      description = "Load a release that is older than, or another one than, what is here.")
  private boolean allowDowngrade;

  @Option(names = "--quiet", description = "Print nothing but results and errors.")
  private boolean quiet;

  @Option(
      names = "--output",
      paramLabel = "text|json",
      description = "Form of the result (default: text).")
  private OutputForm output = OutputForm.text;

  @Mixin private RegistryOptions target = new RegistryOptions();
  @Mixin private TrustOptions trust = new TrustOptions();

  LoadCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws Exception {
    if (quiet) {
      surroundings.console().beQuiet();
    }
    if (output == OutputForm.json) {
      surroundings.console().beForPrograms();
    }
    String host = target.host();
    Trust trusted = trust.trust(surroundings);
    RegistrySettings settings = target.settings(surroundings);
    try (OpenBundle open = new BundleOpener().open(file);
        VerifiedBundle bundle =
            new BundleVerifier(surroundings.clock())
                .verify(open, trusted, new PrintedChecks(surroundings));
        RegistryClients registries =
            new RegistryClients(
                Map.of(host, settings), surroundings.environment(), surroundings.secrets())) {
      print(
          load(
              bundle,
              new LoadRecord(registries.at(host), trusted, surroundings.clock()),
              registries.at(host)));
    }
    return ExitCode.DONE;
  }

  private LoadedImages load(VerifiedBundle bundle, LoadRecord record, RegistryClient registry)
      throws IOException, BundleRefusedException {
    String prefix = target.prefix();
    PrintedInstall listener = new PrintedInstall(surroundings);
    if (allowDowngrade) {
      surroundings.console().warn("--allow-downgrade: an older release may be loaded");
    } else {
      record.refuseOlder(bundle, prefix); // before the registry is asked what it would take
    }
    new RegistryReadiness(registry, surroundings.clock())
        .requireForPush(bundle.manifest().images(), prefix, listener);
    Loader.Allowed allowed = new Loader.Allowed(moveTags, allowDowngrade);
    LoadRun run =
        new LoadRun(Surroundings.holder(), surroundings.stateFolder(), surroundings.clock());
    Loader loader = new Loader(registry, record, run, allowed, listener);
    return allowDowngrade ? loader.load(bundle, prefix) : loader.loadUnlessOlder(bundle, prefix);
  }

  private void print(LoadedImages loaded) {
    switch (output) {
      case json -> surroundings.console().document(json(loaded));
      case text -> printText(loaded);
    }
  }

  private static String json(LoadedImages loaded) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put(
        "images",
        loaded.images().stream()
            .map(i -> "%s/%s@%s".formatted(loaded.prefix(), i.reference(), i.digest()))
            .toList());
    result.put("pushedBlobs", loaded.pushedBlobs());
    result.put("pushedBytes", loaded.pushedBytes());
    result.put("pushedManifests", loaded.pushedManifests());
    return Json.writePretty(result);
  }

  private void printText(LoadedImages loaded) {
    Console console = surroundings.console();
    loaded
        .images()
        .forEach(image ->
            console.result(
                "image       %s/%s@%s"
                    .formatted(loaded.prefix(), image.reference(), image.digest())));
    console.result(
        loaded.changedNothing()
            ? "loaded      nothing to do: the registry has all of it"
            : "loaded      %d blobs (%s), %d manifests and tags"
                .formatted(
                    loaded.pushedBlobs(),
                    ByteProgress.bytes(loaded.pushedBytes()),
                    loaded.pushedManifests()));
  }
}
