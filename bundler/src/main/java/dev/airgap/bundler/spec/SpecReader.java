package dev.airgap.bundler.spec;

import dev.airgap.manifest.Grammar;
import dev.airgap.manifest.Named;
import dev.airgap.manifest.Platform;
import dev.airgap.manifest.Product;
import dev.airgap.manifest.Release;
import dev.airgap.manifest.Versions;
import dev.airgap.yaml.InvalidFileException;
import dev.airgap.yaml.NearestWord;
import dev.airgap.yaml.Problems;
import dev.airgap.yaml.YamlFile;
import dev.airgap.yaml.YamlMapping;
import java.nio.file.Path;
import java.util.List;
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
    yaml.text("release", problems);
    Optional<Release> release = yaml.optional("release", Release::new, problems);
    Optional<Versions> versions = versions(yaml, problems);
    Platform platform =
        choice(yaml, "platform", Platform.class, problems).orElse(Platform.LINUX_AMD64);
    SpecContents contents = new SpecContents(yaml, folder, problems);
    SpecContents.Parts parts = versions.map(contents::read).orElseGet(contents::readWithout);
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

  private static void expect(YamlMapping yaml, String key, String value, Problems problems) {
    String found = yaml.text(key, problems);
    if (!found.isEmpty() && !found.equals(value)) {
      problems.add(yaml.position(key), "'%s' should be %s".formatted(key, value));
    }
  }

  private static Optional<Versions> versions(YamlMapping yaml, Problems problems) {
    yaml.text("product", problems);
    Optional<Product> product = choice(yaml, "product", Product.class, problems);
    YamlMapping parts = yaml.mapping("versions", problems);
    String client = version(parts, "client", problems);
    if (product.isEmpty()) {
      return Optional.empty();
    }
    if (product.get() == Product.ZENML_PRO) {
      String controlPlane = version(parts, "controlPlane", problems);
      String workspace = version(parts, "workspace", problems);
      parts.rejectUnknown(problems);
      return List.of(client, controlPlane, workspace).contains("")
          ? Optional.empty()
          : Optional.of(new Versions.Pro(controlPlane, workspace, client));
    }
    String server = version(parts, "server", problems);
    parts.rejectUnknown(problems);
    return List.of(client, server).contains("")
        ? Optional.empty()
        : Optional.of(new Versions.OpenSource(server, client));
  }

  /** Image tags are chart versions, so each must be both. */
  private static String version(YamlMapping parts, String part, Problems problems) {
    String text = parts.text(part, problems);
    if (text.isEmpty() || (Grammar.isVersion(text) && Grammar.isTag(text) && isNumbered(text))) {
      return text;
    }
    problems.add(
        parts.position(part),
        "'%s' is no version of the product, such as 0.95.1 ('latest' names nothing that stays)"
            .formatted(text));
    return "";
  }

  private static boolean isNumbered(String text) {
    return text.matches("[0-9]+\\.[0-9]+\\.[0-9]+.*");
  }

  private static <E extends Enum<E> & Named> Optional<E> choice(
      YamlMapping yaml, String key, Class<E> choice, Problems problems) {
    return yaml.optional(
        key,
        word ->
            Named.find(choice, word)
                .orElseThrow(() ->
                    new IllegalArgumentException(
                        "'%s' is no %s%s"
                            .formatted(word, key, NearestWord.hint(word, Named.words(choice))))),
        problems);
  }
}
