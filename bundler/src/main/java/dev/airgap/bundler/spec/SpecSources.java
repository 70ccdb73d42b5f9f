package dev.airgap.bundler.spec;

import dev.airgap.bundler.catalogue.Catalogue;
import dev.airgap.manifest.ImageReference;
import dev.airgap.yaml.NearestWord;
import dev.airgap.yaml.Position;
import dev.airgap.yaml.Problems;
import dev.airgap.yaml.YamlMapping;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where the product's own images and charts come from; the vendor's registries where a spec does
 * not say, or says what cannot be.
 *
 * @param images a word of the catalogue, or a registry prefix
 * @param charts a registry prefix with {@code oci://}, or a folder that is there
 * @param chartsAt where the latter stands
 */
record SpecSources(String images, String charts, Position chartsAt) {
  static final String OCI = "oci://";

  static SpecSources read(YamlMapping yaml, Path folder, Problems problems) {
    Optional<YamlMapping> sources = yaml.optionalMapping("sources", problems);
    Optional<String> images =
        sources.flatMap(s -> s.optional("images", SpecSources::imagesFrom, problems));
    Optional<String> charts =
        sources.flatMap(s -> s.optional("charts", text -> chartsFrom(text, folder), problems));
    sources.ifPresent(s -> s.rejectUnknown(problems));
    return new SpecSources(
        images.orElse(Catalogue.ECR),
        charts.orElse(Catalogue.DEFAULT_CHARTS),
        sources.map(s -> s.position("charts")).orElse(yaml.position()));
  }

  private static String imagesFrom(String source) {
    List<String> words = List.of(Catalogue.ECR, Catalogue.GAR);
    if (words.contains(source)) {
      return source;
    }
    String sentence =
        "'%s' is none of ecr, gar, or a registry prefix such as registry.example.com/zenml"
            .formatted(source);
    // A word alone would be a user of Docker Hub: nobody means that, and it is public.
    if (source.chars().noneMatch(c -> c == '.' || c == ':' || c == '/')) {
      throw new IllegalArgumentException(sentence + NearestWord.hint(source, words));
    }
    requirePrefix(source, sentence);
    return source;
  }

  private static String chartsFrom(String source, Path folder) {
    if (source.startsWith(OCI)) {
      requirePrefix(
          source.substring(OCI.length()),
          "'%s' is no registry prefix such as %s".formatted(source, Catalogue.DEFAULT_CHARTS));
    } else if (source.contains("://")) {
      throw new IllegalArgumentException(
          "'%s' is neither a registry prefix such as %s nor a folder with packed charts"
              .formatted(source, Catalogue.DEFAULT_CHARTS));
    } else if (!Files.isDirectory(SpecPath.of(folder, source))) {
      throw new IllegalArgumentException(
          "%s is no folder; a registry prefix begins with oci://, as %s does"
              .formatted(folder.resolve(source), Catalogue.DEFAULT_CHARTS));
    }
    return source;
  }

  private static void requirePrefix(String prefix, String sentence) {
    if (prefix.contains("://")) {
      throw new IllegalArgumentException(
          "%s: leave '%s' out".formatted(sentence, prefix.substring(0, prefix.indexOf("://") + 3)));
    }
    try {
      ImageReference.parse(prefix + (prefix.endsWith("/") ? "" : "/") + "zenml:1");
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(sentence + ": " + e.getMessage(), e);
    }
  }
}
