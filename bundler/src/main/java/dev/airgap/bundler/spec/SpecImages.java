package dev.airgap.bundler.spec;

import dev.airgap.bundler.catalogue.Catalogue;
import dev.airgap.bundler.catalogue.ImageRequest;
import dev.airgap.manifest.Grammar;
import dev.airgap.manifest.ImageReference;
import dev.airgap.manifest.ImageRole;
import dev.airgap.manifest.Versions;
import dev.airgap.yaml.Position;
import dev.airgap.yaml.Problems;
import dev.airgap.yaml.YamlMapping;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The images of a spec: the product's by the catalogue, and further ones. */
final class SpecImages {
  private final YamlMapping yaml;
  private final Problems problems;
  private final Map<String, ImageRequest> byTarget = new LinkedHashMap<>();
  private final Map<String, Position> places = new HashMap<>();

  SpecImages(YamlMapping yaml, Problems problems) {
    this.yaml = yaml;
    this.problems = problems;
  }

  List<ImageRequest> read(Optional<Versions> versions, SpecSources sources) {
    versions
        .map(known -> Catalogue.images(known, sources.images()))
        .orElse(List.of())
        .forEach(image -> byTarget.put(image.target(), image));
    for (YamlMapping image : yaml.mappings("images", problems)) {
      further(image).ifPresent(request -> add(request, image.position()));
    }
    return List.copyOf(byTarget.values());
  }

  private void add(ImageRequest image, Position where) {
    ImageRequest before = byTarget.putIfAbsent(image.target(), image);
    if (before == null) {
      places.put(image.target(), where);
      return;
    }
    Position place = places.get(image.target());
    problems.add(
        where,
        "%s would become %s, as %s does; give it a name of its own (name: …)"
            .formatted(
                image.source(),
                image.target(),
                place == null
                    ? "an image of the product"
                    : "%s in line %d".formatted(before.source(), place.line())));
  }

  private Optional<ImageRequest> further(YamlMapping image) {
    Optional<ImageReference> source = image.required("source", SpecImages::source, problems);
    Optional<ImageRole> role =
        image.optional("role", word -> SpecReader.choice("role", ImageRole.class, word), problems);
    Optional<String> name = image.optional("name", SpecImages::name, problems);
    image.rejectUnknown(problems);
    return source.map(
        s -> new ImageRequest(s, name.orElse(s.baseName()), tag(s), role.orElse(ImageRole.HELPER)));
  }

  private static String name(String name) {
    if (!Grammar.isRepository(name)) {
      throw new IllegalArgumentException("'%s' is not a repository name".formatted(name));
    }
    return name;
  }

  private static ImageReference source(String text) {
    ImageReference source = ImageReference.parse(text);
    if (source.isMoving()) {
      throw new IllegalArgumentException(
          "'%s' needs a tag that stays, as in %s:1.2.3, or a digest (@sha256:…), or both"
              .formatted(source, source.baseName()));
    }
    return source;
  }

  /** A target registry keeps by tags: what has none that stays is called by its digest. */
  private static String tag(ImageReference source) {
    Optional<String> own = source.tagIfAny().filter(tag -> !tag.equals("latest"));
    return own.or(() -> source.digestIfAny().map(d -> "pinned-" + d.abbreviated()))
        .orElseThrow(() -> new IllegalStateException("moving tags were refused: " + source));
  }
}
