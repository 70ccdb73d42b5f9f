package dev.airgap.cli;

import dev.airgap.manifest.BundleManifest;
import dev.airgap.manifest.ChartEntry;
import dev.airgap.manifest.Digest;
import dev.airgap.manifest.ImageEntry;
import dev.airgap.manifest.Transport;
import java.util.Optional;

/** What a bundle says of itself, for people; nothing of it is verified. */
final class PrintedManifest {
  private final Console console;

  PrintedManifest(Console console) {
    this.console = console;
  }

  void print(BundleManifest manifest, Digest digest, Optional<String> claimedSigner) {
    console.result("not verified");
    line("release", manifest.release().text());
    line("created", manifest.created().toString());
    line("product", manifest.product().word() + ": " + manifest.versions().inWords());
    line("platform", manifest.platform().word());
    manifest.base().ifPresent(base -> line("delta of", PrintedBase.text(base)));
    line("manifest", digest.toString());
    line("signer", claimedSigner.map(f -> f + " (claimed)").orElse("no certificate inside"));
    manifest.images().forEach(this::image);
    manifest.charts().forEach(this::chart);
    manifest.files().forEach(file -> line("file", file.path().toString()));
  }

  private void image(ImageEntry image) {
    line(
        "image",
        "%s %s %s".formatted(image.reference(), image.digest(), ByteProgress.bytes(image.size())));
    from(image.source(), image.transport());
  }

  private void chart(ChartEntry chart) {
    line("chart", "%s %s %s".formatted(chart.name(), chart.version(), chart.digest()));
    from(chart.source(), chart.transport());
  }

  private void from(String source, Transport transport) {
    String remark =
        switch (transport) {
          case VERIFIED -> "";
          case UNVERIFIED -> " (unverified transport)";
        };
    line("", "from " + source + remark);
  }

  private void line(String name, String value) {
    console.result("%-10s %s".formatted(name, value));
  }
}
