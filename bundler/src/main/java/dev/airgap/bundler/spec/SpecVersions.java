package dev.airgap.bundler.spec;

import dev.airgap.manifest.Grammar;
import dev.airgap.manifest.Product;
import dev.airgap.manifest.Versions;
import dev.airgap.yaml.Problems;
import dev.airgap.yaml.YamlMapping;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The versions of a spec; which there must be depends on the product. */
final class SpecVersions {
  private static final String CLIENT = "client";
  private static final String CONTROL_PLANE = "controlPlane";
  private static final String WORKSPACE = "workspace";
  private static final String SERVER = "server";

  private final YamlMapping yaml;
  private final Problems problems;

  SpecVersions(YamlMapping yaml, Problems problems) {
    this.yaml = yaml;
    this.problems = problems;
  }

  /** Of a product that cannot be told, the versions that stand there are looked at all the same. */
  Optional<Versions> read(Optional<Product> product) {
    YamlMapping parts = yaml.mapping("versions", problems);
    Map<String, String> found = new HashMap<>();
    List<String> known =
        product
            .map(SpecVersions::partsOf)
            .orElse(List.of(CLIENT, CONTROL_PLANE, WORKSPACE, SERVER));
    for (String part : known) {
      Optional<String> version =
          product.isPresent()
              ? parts.required(part, SpecVersions::version, problems)
              : parts.optional(part, SpecVersions::version, problems);
      version.ifPresent(text -> found.put(part, text));
    }
    parts.rejectUnknown(problems);
    return product
        .filter(ignored -> found.keySet().containsAll(known))
        .map(one -> versions(one, found));
  }

  private static List<String> partsOf(Product product) {
    return switch (product) {
      case ZENML_PRO -> List.of(CLIENT, CONTROL_PLANE, WORKSPACE);
      case ZENML -> List.of(CLIENT, SERVER);
    };
  }

  private static Versions versions(Product product, Map<String, String> found) {
    return switch (product) {
      case ZENML_PRO ->
          new Versions.Pro(of(CONTROL_PLANE, found), of(WORKSPACE, found), of(CLIENT, found));
      case ZENML -> new Versions.OpenSource(of(SERVER, found), of(CLIENT, found));
    };
  }

  private static String of(String part, Map<String, String> found) {
    return found.getOrDefault(part, "");
  }

  /** Image tags are chart versions, so each must be both. */
  private static String version(String text) {
    if (Grammar.isVersion(text) && Grammar.isTag(text) && isNumbered(text)) {
      return text;
    }
    throw new IllegalArgumentException(
        "'%s' is no version of the product, such as 0.95.1 ('latest' names nothing that stays)"
            .formatted(text));
  }

  private static boolean isNumbered(String text) {
    return text.matches("[0-9]+\\.[0-9]+\\.[0-9]+.*");
  }
}
