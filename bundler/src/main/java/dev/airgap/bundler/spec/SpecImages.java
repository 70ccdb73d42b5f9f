package dev.airgap.bundler.spec;

import dev.airgap.bundler.catalogue.Catalogue;
import dev.airgap.bundler.catalogue.ImageRequest;
import dev.airgap.manifest.Grammar;
import dev.airgap.manifest.ImageReference;
import dev.airgap.manifest.ImageRole;
import dev.airgap.manifest.Named;
import dev.airgap.manifest.Versions;
import dev.airgap.yaml.Problems;
import dev.airgap.yaml.YamlMapping;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The images of a spec: the product's by the catalogue, and further ones. */
final class SpecImages {
  private static final int PINNED = 12;

  private final YamlMapping yaml;
  private final Problems problems;

  SpecImages(YamlMapping yaml, Problems problems) {
    this.yaml = yaml;
    this.problems = problems;
  }

  List<ImageRequest> read(Versions versions, Optional<YamlMapping> sources) {
    String source = sources.flatMap(s -> s.optionalText("images", problems)).orElse(Catalogue.ECR);
    List<ImageRequest> images = new ArrayList<>(catalogued(versions, source, sources));
    images.addAll(further());
    refuseDuplicates(images);
    return images;
  }

  private List<ImageRequest> catalogued(
      Versions versions, String source, Optional<YamlMapping> sources) {
    try {
      return Catalogue.images(versions, source);
    } catch (IllegalArgumentException e) {
      problems.add(
          sources.map(s -> s.position("images")).orElse(yaml.position()),
          "'%s' is none of ecr, gar, or a registry prefix such as registry.example.com/zenml: %s"
              .formatted(source, e.getMessage()));
      return List.of();
    }
  }

  /** What stands under {@code images}. */
  List<ImageRequest> further() {
    List<ImageRequest> found = new ArrayList<>();
    for (YamlMapping image : yaml.mappings("images", problems)) {
      image.text("source", problems);
      Optional<ImageReference> source = image.optional("source", ImageReference::parse, problems);
      ImageRole role =
          image.optional("role", SpecImages::imageRole, problems).orElse(ImageRole.HELPER);
      Optional<String> name = image.optionalText("name", problems);
      image.rejectUnknown(problems);
      source.flatMap(s -> request(s, name, role, image)).ifPresent(found::add);
    }
    return found;
  }

  private static ImageRole imageRole(String word) {
    return Named.find(ImageRole.class, word)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "'%s' is none of %s".formatted(word, Named.words(ImageRole.class))));
  }

  private Optional<ImageRequest> request(
      ImageReference source, Optional<String> name, ImageRole role, YamlMapping image) {
    String target = name.orElse(source.baseName());
    if (!Grammar.isRepository(target)) {
      problems.add(image.position("name"), "'%s' is not a repository name".formatted(target));
      return Optional.empty();
    }
    if (source.isMoving()) {
      problems.add(
          image.position("source"),
          "'%s' needs a tag that stays, as in %s:1.2.3, or a digest (@sha256:…), or both"
              .formatted(source, source.baseName()));
      return Optional.empty();
    }
    return Optional.of(new ImageRequest(source, target, tag(source), role));
  }

  /** A target registry keeps by tags: what has none that stays is called by its digest. */
  private static String tag(ImageReference source) {
    Optional<String> own = source.tagIfAny().filter(tag -> !tag.equals("latest"));
    return own.or(() -> source.digestIfAny().map(d -> "pinned-" + d.hex().substring(0, PINNED)))
        .orElseThrow(() -> new IllegalStateException("moving tags were refused: " + source));
  }

  private void refuseDuplicates(List<ImageRequest> images) {
    Map<String, ImageRequest> seen = new HashMap<>();
    for (ImageRequest image : images) {
      ImageRequest before = seen.put(image.target(), image);
      if (before != null) {
        problems.add(
            yaml.position("images"),
            "%s and %s would both become %s; give one of them a name of its own (name: …)"
                .formatted(before.source(), image.source(), image.target()));
      }
    }
  }
}
