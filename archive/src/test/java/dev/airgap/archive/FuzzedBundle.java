package dev.airgap.archive;

import dev.airgap.manifest.BundlePaths;
import dev.airgap.pki.Signer;
import dev.airgap.pki.UnusableKeyException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A tiny bundle with its signer, in a file of the temporary folder, which should lie in memory. */
record FuzzedBundle(ForgedBundle forged, String json, String text, Signer signer, Path file) {
  static FuzzedBundle fresh() {
    try {
      Path folder = Files.createTempDirectory("fuzz");
      Fixture tiny =
          new Fixture(
              List.of(TinyImage.of("zenml-pro-api", Fixture.random(1, 300))),
              Map.of(BundlePaths.README, Fixture.bytes("x\n"), Fixture.CHART, Fixture.bytes("y")),
              Fixture.CREATED);
      Signer signer = Fixture.signer(folder.resolve("keys"));
      ForgedBundle forged = ForgedBundle.of(tiny);
      return new FuzzedBundle(
          forged, forged.json(), forged.text(), signer, folder.resolve("x.bundle"));
    } catch (IOException | UnusableKeyException e) {
      throw new IllegalStateException(e);
    }
  }

  byte[] good() {
    return forged.signed(signer);
  }

  byte[] withJson(UnaryOperator<String> edit) {
    return forged.signedJson(signer, edit.apply(json));
  }

  byte[] withText(UnaryOperator<String> edit) {
    return forged.signed(signer, json, edit.apply(text));
  }

  byte[] withIndex(UnaryOperator<String> edit) {
    byte[] there = forged.content(BundlePaths.IMAGE_INDEX);
    try {
      return forged
          .with(
              BundlePaths.IMAGE_INDEX,
              Fixture.bytes(edit.apply(new String(there, StandardCharsets.UTF_8))))
          .signed(signer);
    } finally {
      forged.with(BundlePaths.IMAGE_INDEX, there);
    }
  }

  byte[] withSignature(byte[] signature) {
    return forged.with(json, text, signature);
  }

  /** Accepted, or refused in words; any other way out is a finding. */
  void verify(byte[] bytes) throws IOException {
    Files.write(file, bytes);
    try {
      new BundleVerifier(Fixture.CLOCK)
          .verify(
              new BundleOpener().open(file),
              new Trust(List.of(signer.certificate()), false),
              new Passed())
          .close();
    } catch (BundleRefusedException e) {
      if (String.valueOf(e.getMessage()).isBlank()) {
        throw new IllegalStateException("refused without a word", e);
      }
    }
  }
}
