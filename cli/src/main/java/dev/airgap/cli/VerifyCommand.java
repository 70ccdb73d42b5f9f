package dev.airgap.cli;

import dev.airgap.archive.BundleOpener;
import dev.airgap.archive.BundleRefusedException;
import dev.airgap.archive.BundleVerifier;
import dev.airgap.archive.CheckListener;
import dev.airgap.archive.OpenBundle;
import dev.airgap.archive.VerifiedBundle;
import dev.airgap.installer.json.Json;
import dev.airgap.pki.Certificates;
import dev.airgap.pki.UnusableKeyException;
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
    name = "verify",
    description = "Check a bundle's signature and every byte of it.",
    footer = {
      "",
      "Exit code 0: accepted; 3: refused. To check a bundle without this program, use the three",
      "commands at the head of its manifest.txt. Only this program also sees duplicate entries,",
      "paths outside the folder, and bytes after the end of the archive.",
      "",
      "Example:  bundle verify zenml.tar --trust signer.pem"
    })
final class VerifyCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Parameters(paramLabel = "FILE", description = "The bundle.")
  private Path file = Path.of("");

  @Option(names = "--quiet", description = "Print nothing but the verdict.")
  private boolean quiet;

  @Option(
      names = "--output",
      paramLabel = "text|json",
      description = "Form of the result (default: text).")
  private OutputForm output = OutputForm.text;

  @Mixin private TrustOptions trust = new TrustOptions();

  VerifyCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException, UnusableKeyException, BundleRefusedException {
    boolean silent = quiet || output == OutputForm.json;
    CheckListener checks = silent ? new QuietChecks() : new PrintedChecks(surroundings);
    try (OpenBundle open = new BundleOpener().open(file);
        VerifiedBundle bundle =
            new BundleVerifier(surroundings.clock())
                .verify(open, trust.trust(surroundings), checks)) {
      surroundings.console().result(output == OutputForm.json ? json(bundle) : text(bundle));
    }
    return ExitCode.DONE;
  }

  private static String text(VerifiedBundle bundle) {
    return "accepted    release %s, manifest.txt %s%s"
        .formatted(
            bundle.manifest().release(),
            bundle.manifestDigest(),
            bundle
                .manifest()
                .base()
                .map(base -> "\ndelta of    " + PrintedBase.text(base))
                .orElse(""));
  }

  private static String json(VerifiedBundle bundle) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("accepted", true);
    result.put("release", bundle.manifest().release().toString());
    result.put("created", bundle.manifest().created().toString());
    result.put("manifest", bundle.manifestDigest().toString());
    result.put("signer", Certificates.fingerprint(bundle.signer()));
    bundle.manifest().base().ifPresent(base -> result.put("base", PrintedBase.json(base)));
    return Json.writePretty(result);
  }
}
