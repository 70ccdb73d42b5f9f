package dev.airgap.bundler.lock;

import dev.airgap.bundler.resolve.ResolvedBundle;
import dev.airgap.bundler.resolve.ResolvedChart;
import dev.airgap.bundler.resolve.ResolvedImage;
import dev.airgap.manifest.BundleManifest;
import dev.airgap.manifest.ChartEntry;
import dev.airgap.manifest.Digest;
import dev.airgap.manifest.ImageEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A bundle that was signed before, held as a lock: the same source, and the same version under the
 * same name from wherever, must give the same bytes as then.
 */
public final class EarlierBundle {
  private final String release;
  private final List<Part> parts;

  /**
   * An image or a chart.
   *
   * @param name that it has at a site
   * @param given what the source gave: an index's digest, where one platform was taken out of one
   */
  private record Part(String name, String source, Digest carried, Digest given) {
    static Part of(ImageEntry image) {
      return new Part(
          image.reference(),
          image.source(),
          image.digest(),
          orElse(image.sourceDigest(), image.digest()));
    }

    static Part of(ChartEntry chart) {
      return new Part(
          "chart " + chart.name() + " " + chart.version(),
          LockFile.source(chart),
          chart.digest(),
          orElse(chart.sourceDigest(), chart.digest()));
    }

    private static Digest orElse(@Nullable Digest source, Digest own) {
      return source == null ? own : source;
    }

    /** Another mirror may have packed the same in another manifest, or the other way round. */
    boolean isSame(Part other) {
      return given.equals(other.given)
          || (!source.equals(other.source) && carried.equals(other.carried));
    }
  }

  public EarlierBundle(BundleManifest manifest) {
    this.release = manifest.release().text();
    this.parts =
        Stream.concat(
                manifest.images().stream().map(Part::of), manifest.charts().stream().map(Part::of))
            .toList();
  }

  /**
   * @throws MovedSourcesException naming everything that gives another digest than it gave then
   */
  public void requireUnmoved(ResolvedBundle resolved) throws MovedSourcesException {
    List<String> moved = new ArrayList<>();
    Stream.concat(
            resolved.images().stream().map(ResolvedImage::entry).map(Part::of),
            resolved.charts().stream().map(ResolvedChart::entry).map(Part::of))
        .forEach(now ->
            then(now)
                .filter(then -> !then.isSame(now))
                .map(then -> moved(then, now))
                .ifPresent(moved::add));
    if (!moved.isEmpty()) {
      throw new MovedSourcesException("the bundle of release " + release, moved);
    }
  }

  private Optional<Part> then(Part now) {
    return parts.stream()
        .filter(part -> part.source().equals(now.source()))
        .findFirst()
        .or(() -> parts.stream().filter(part -> part.name().equals(now.name())).findFirst());
  }

  private static String moved(Part then, Part now) {
    return then.source().equals(now.source())
        ? "%s was %s, and is %s".formatted(now.source(), then.given(), now.given())
        : "%s was %s (from %s), and is %s (from %s)"
            .formatted(now.name(), then.given(), then.source(), now.given(), now.source());
  }
}
