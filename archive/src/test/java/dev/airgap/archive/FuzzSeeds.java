package dev.airgap.archive;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes good inputs for each fuzz target to begin with: {@code FOLDER/TARGET/…}. */
public final class FuzzSeeds {
  private FuzzSeeds() {}

  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    FuzzedBundle bundle = FuzzedBundle.fresh();
    seed(folder, "ManifestTextFuzz", Fixture.bytes(bundle.forged().text()));
    seed(folder, "ManifestJsonFuzz", Fixture.bytes(bundle.forged().json()));
    seed(folder, "BundleFuzz", bundle.good());
    seed(
        folder,
        "SignatureFuzz",
        bundle.signer().sign(Fixture.bytes(bundle.forged().text()), Fixture.CREATED));
    seed(folder, "ResealedBundleFuzz", new byte[] {0, 0, 9, 1, '1'});
    TinyImage image = TinyImage.of("x", Fixture.random(1, 300));
    seed(
        folder,
        "OciDocumentFuzz",
        ("\0" + new String(image.manifest(), StandardCharsets.UTF_8))
            .getBytes(StandardCharsets.UTF_8));
  }

  private static void seed(Path folder, String target, byte[] bytes) throws IOException {
    Path place = Files.createDirectories(folder.resolve(target));
    Files.write(place.resolve("seed"), bytes);
  }
}
