package dev.airgap.archive;

import dev.airgap.manifest.Base;
import dev.airgap.manifest.BlobDescriptor;
import dev.airgap.manifest.BundlePaths;
import dev.airgap.manifest.Digest;
import dev.airgap.manifest.Release;
import dev.airgap.pki.Certificates;
import dev.airgap.pki.Signer;
import dev.airgap.pki.SignerFiles;
import dev.airgap.pki.UnusableKeyException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A tiny bundle with its signer, in a file of the temporary folder, which should lie in memory. The
 * signer's key lies in the folder that the property {@code fuzz.keys} names, so that what one run
 * wrote is accepted by the next.
 */
record FuzzedBundle(
    ForgedBundle forged,
    String json,
    String text,
    Signer signer,
    List<X509Certificate> trusted,
    Path file) {
  private static final Fixture TINY =
      new Fixture(
          List.of(TinyImage.of("zenml-pro-api", Fixture.random(1, 300))),
          Map.of(
              BundlePaths.README,
              Fixture.bytes("x\n"),
              Fixture.LONG,
              Fixture.bytes("z"),
              Fixture.CHART,
              Fixture.bytes("y")),
          Fixture.CREATED);

  static FuzzedBundle complete() {
    return fresh(Optional.empty());
  }

  /** The same without its only layer. */
  static FuzzedBundle delta() {
    byte[] layer = TINY.images().getFirst().layers().getFirst();
    List<BlobDescriptor> blobs =
        TINY.images().getFirst().blobs().stream()
            .filter(blob -> blob.digest().equals(Digest.of(layer)))
            .toList();
    return fresh(
        Optional.of(new Base(new Release("2026.10.0"), Digest.of(Fixture.bytes("x")), blobs)));
  }

  /** The same, where every certificate in the folder of the keys is trusted. */
  FuzzedBundle trustingAll() {
    Path keys = Path.of(System.getProperty("fuzz.keys", String.valueOf(file.getParent())));
    try {
      return new FuzzedBundle(forged, json, text, signer, certificates(keys), file);
    } catch (IOException | UnusableKeyException e) {
      throw new IllegalStateException(e);
    }
  }

  private static FuzzedBundle fresh(Optional<Base> base) {
    try {
      Path folder = Files.createTempDirectory("fuzz");
      Path keys = Path.of(System.getProperty("fuzz.keys", folder.resolve("keys").toString()));
      Signer signer = signer(keys);
      ForgedBundle forged = ForgedBundle.of(TINY);
      base.ifPresent(forged::since);
      return new FuzzedBundle(
          forged,
          forged.json(),
          forged.text(),
          signer,
          List.of(signer.certificate()),
          folder.resolve("x.bundle"));
    } catch (IOException | UnusableKeyException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Signer signer(Path keys) throws IOException, UnusableKeyException {
    Path key = keys.resolve("signer.key");
    return Files.exists(key)
        ? new SignerFiles(Fixture.CLOCK)
            .read(key, Optional.of(keys.resolve("signer.pem")), Optional.empty())
        : Fixture.signer(keys);
  }

  private static List<X509Certificate> certificates(Path keys)
      throws IOException, UnusableKeyException {
    List<X509Certificate> certificates = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(keys, "*.pem")) {
      for (Path file : files) {
        certificates.addAll(Certificates.read(file));
      }
    }
    return certificates;
  }

  byte[] good() {
    return forged.signed(signer);
  }

  /** Good, and ready to be tampered with. */
  Tampering tampering() throws IOException {
    return new Tampering(good(), TINY.layout(signer));
  }

  byte[] withJson(UnaryOperator<String> edit) {
    String edited = edit.apply(json);
    String hash = Digest.of(Fixture.bytes(json)).hex();
    return forged.signed(
        signer, edited, text.replace(hash, Digest.of(Fixture.bytes(edited)).hex()));
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

  /** With another manifest of its image, whose digest and size the bundle's manifest gives. */
  byte[] withImageManifest(UnaryOperator<String> edit) throws IOException {
    TinyImage image = TINY.images().getFirst();
    String manifest = new String(image.manifest(), StandardCharsets.UTF_8);
    TinyImage other =
        new TinyImage(
            image.name(), Fixture.bytes(edit.apply(manifest)), image.config(), image.layers());
    Fixture fixture = new Fixture(List.of(other), TINY.files(), TINY.created());
    return ForgedBundle.of(
            fixture, fixture.manifest().images(), CompleteContents.of(TINY.contents()))
        .signed(signer);
  }

  byte[] withSignature(byte[] signature) {
    return forged.with(json, text, signature);
  }

  /** Accepted, or refused in words; any other way out is a finding. */
  void verify(byte[] bytes) throws IOException {
    Files.write(file, bytes);
    try {
      new BundleVerifier(Fixture.CLOCK)
          .verify(new BundleOpener().open(file), new Trust(trusted, false), new Passed())
          .close();
    } catch (BundleRefusedException e) {
      if (String.valueOf(e.getMessage()).isBlank()) {
        throw new IllegalStateException("refused without a word", e);
      }
    }
  }
}
