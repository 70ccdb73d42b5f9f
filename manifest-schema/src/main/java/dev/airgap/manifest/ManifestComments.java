package dev.airgap.manifest;

import java.util.List;
import java.util.Locale;

/** The comment lines at the head of {@code manifest.txt}, for people. */
final class ManifestComments {
  /** What a reviewer types; each works as printed with stock OpenSSL 3, coreutils and bash. */
  private static final String COMMANDS =
      """
      # To check this bundle without any program of ours, in the unpacked folder, with SIGNER.pem from elsewhere:
      #   signature   openssl cms -verify -binary -inform DER -in manifest.txt.p7s -content manifest.txt -nointern -certfile SIGNER.pem -CAfile SIGNER.pem -partial_chain -no-CApath -no-CAstore -purpose any -out /dev/null
      #   files       sha256sum --check --strict --quiet manifest.txt
      #   no extras   bash -c 'diff <(find . ! -type d -printf "%y %P\\n" | LC_ALL=C sort) <({ grep -v ^# manifest.txt | cut -c67-; printf "%s\\n" manifest.txt manifest.txt.p7s; } | sed "s/^/f /" | LC_ALL=C sort)'
      """;

  private static final String NAMED =
      "as they will be named below your registry's prefix, e.g. registry.example.internal/zenml";

  private final BundleManifest manifest;
  private final StringBuilder text = new StringBuilder();

  ManifestComments(BundleManifest manifest) {
    this.manifest = manifest;
  }

  String text(List<BundleFile> files) {
    line("# " + title() + " air-gapped " + kind());
    fact("release", manifest.release().text());
    fact("created", manifest.created().toString());
    fact("product", manifest.product().word() + ": " + manifest.versions().inWords());
    fact("platform", manifest.platform().word());
    fact("size", size(files));
    manifest.base().ifPresent(this::base);
    line("#");
    fact("images", NAMED);
    manifest.images().forEach(this::image);
    line("# charts");
    manifest.charts().forEach(this::chart);
    return text + COMMANDS;
  }

  private String title() {
    return switch (manifest.product()) {
      case ZENML_PRO -> "ZenML Pro";
      case ZENML -> "ZenML";
    };
  }

  /** Said at once, as nothing but {@code bundle load} and {@code install} can use a delta. */
  private String kind() {
    return manifest
        .base()
        .map(base ->
            "DELTA of release %s (its manifest.txt: %s): not complete, not for docker load"
                .formatted(base.release(), base.manifest()))
        .orElse("bundle");
  }

  private void base(Base base) {
    fact(
        "base",
        "%d layers of release %s, %s bytes, are not in here: your registry must hold them"
            .formatted(base.blobs().size(), base.release(), grouped(base.size())));
  }

  /** Of all files that the lines below name, {@code manifest.json} included. */
  private String size(List<BundleFile> files) {
    long bytes = ManifestJson.write(manifest).length;
    for (BundleFile file : files) {
      bytes += file.size();
    }
    return grouped(bytes) + " bytes in " + (files.size() + 1) + " files";
  }

  private static String grouped(long bytes) {
    return String.format(Locale.ROOT, "%,d", bytes).replace(',', ' ');
  }

  private void image(ImageEntry image) {
    Digest index = image.sourceDigest();
    String from = index == null ? image.source() : image.source() + " (index " + index + ")";
    item(image.reference(), image.digest(), from, image.transport());
  }

  private void chart(ChartEntry chart) {
    item(chart.name() + " " + chart.version(), chart.digest(), chart.source(), chart.transport());
  }

  private void item(String name, Digest digest, String from, Transport transport) {
    String remark =
        switch (transport) {
          case VERIFIED -> "";
          case UNVERIFIED -> "   transport unverified";
        };
    line("#   %-25s  %s   from %s%s".formatted(name, digest, from, remark));
  }

  private void fact(String name, String value) {
    line("# %-14s %s".formatted(name, value));
  }

  private void line(String line) {
    text.append(line).append('\n');
  }
}
