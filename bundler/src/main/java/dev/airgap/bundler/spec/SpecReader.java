package dev.airgap.bundler.spec;

import dev.airgap.manifest.Named;
import dev.airgap.manifest.Platform;
import dev.airgap.manifest.Product;
import dev.airgap.manifest.Release;
import dev.airgap.manifest.Versions;
import dev.airgap.yaml.InvalidFileException;
import dev.airgap.yaml.NearestWord;
import dev.airgap.yaml.Problems;
import dev.airgap.yaml.SchemaText;
import dev.airgap.yaml.YamlFile;
import dev.airgap.yaml.YamlMapping;
import java.nio.file.Path;
import java.util.Optional;

/** Reads {@code bundle.yaml}; whatever is wrong with it is said at once. */
public final class SpecReader {
  static final String API_VERSION = "airgap.dev/v1";
  static final String KIND = "BundleSpec";

  /** Paths in the file are relative to the file. */
  public BundleSpec read(Path file) throws InvalidFileException {
    return read(YamlFile.read(file), Optional.ofNullable(file.getParent()).orElse(Path.of("")));
  }

  static BundleSpec read(YamlMapping yaml, Path folder) throws InvalidFileException {
    Problems problems = new Problems();
    expect(yaml, "apiVersion", API_VERSION, problems);
    expect(yaml, "kind", KIND, problems);
    Optional<Release> release = yaml.required("release", Release::new, problems);
    Optional<Product> product =
        yaml.required("product", word -> choice("product", Product.class, word), problems);
    Optional<Versions> versions = new SpecVersions(yaml, problems).read(product);
    Platform platform =
        yaml.optional("platform", word -> choice("platform", Platform.class, word), problems)
            .orElse(Platform.LINUX_AMD64);
    SpecContents.Parts parts = new SpecContents(yaml, folder, problems).read(versions);
    yaml.rejectUnknown(problems);
    problems.throwIfAny();
    return new BundleSpec(
        release.orElseThrow(),
        versions.orElseThrow(),
        platform,
        parts.images(),
        parts.charts(),
        parts.documents(),
        parts.registries());
  }

  /** The JSON schema of a spec (draft 2020-12), for editors. */
  public static String schema() {
    return SchemaText.beside(SpecReader.class, "spec.schema.json");
  }

  private static void expect(YamlMapping yaml, String key, String value, Problems problems) {
    String found = yaml.text(key, problems);
    if (!found.isEmpty() && !found.equals(value)) {
      problems.add(yaml.position(key), "'%s' should be %s".formatted(key, value));
    }
  }

  /** The constant that a word names; else an IllegalArgumentException says which there are. */
  static <E extends Enum<E> & Named> E choice(String key, Class<E> choice, String word) {
    return Named.find(choice, word)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "'%s' is no %s%s"
                    .formatted(word, key, NearestWord.hint(word, Named.words(choice)))));
  }
}
