package dev.airgap.helm;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * All that an install of a chart would create.
 *
 * @param objects manifests, hooks and CRDs, as plain values
 * @param tests pods of {@code helm.sh/hook: test}, never run by us
 */
public record Rendering(
    List<Map<String, @Nullable Object>> objects, List<Map<String, @Nullable Object>> tests) {
  private static final Pattern URL =
      Pattern.compile(
          "(?<scheme>https?://)(?:[^/\\s@\"']*@)?(?<host>[A-Za-z0-9._-]+|\\[[0-9a-fA-F:.]+\\])(?::[0-9]+)?");

  public Rendering {
    objects = List.copyOf(objects);
    tests = List.copyOf(tests);
  }

  /** Every image that a container of these objects would run, sorted. */
  public SortedSet<String> images() {
    SortedSet<String> found = new TreeSet<>();
    objects.forEach(object -> collectImages(object, found));
    return found;
  }

  /** The images of the tests, sorted. */
  public SortedSet<String> testImages() {
    SortedSet<String> found = new TreeSet<>();
    tests.forEach(object -> collectImages(object, found));
    return found;
  }

  /**
   * Every {@code http} or {@code https} address in a text or a Secret's data of these objects, up
   * to its path, sorted. Without what stands before the host: it may be a password.
   */
  public SortedSet<String> urls() {
    SortedSet<String> found = new TreeSet<>();
    objects.forEach(object ->
        collectUrls(
            object, object.get("kind") instanceof String kind && kind.equals("Secret"), found));
    return found;
  }

  private static void collectUrls(@Nullable Object value, boolean secret, SortedSet<String> found) {
    switch (value) {
      case Map<?, ?> map -> map.values().forEach(child -> collectUrls(child, secret, found));
      case List<?> list -> list.forEach(child -> collectUrls(child, secret, found));
      case String text -> {
        addUrls(text, found);
        if (secret) {
          decoded(text).ifPresent(plain -> addUrls(plain, found));
        }
      }
      case null, default -> {}
    }
  }

  private static void addUrls(String text, SortedSet<String> found) {
    Matcher url = URL.matcher(text);
    while (url.find()) {
      found.add(url.group("scheme") + url.group("host"));
    }
  }

  private static Optional<String> decoded(String text) {
    try {
      return Optional.of(new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * A field called image that holds a text, wherever it is: custom resources have them too. An
   * image volume has a reference in it.
   */
  private static void collectImages(@Nullable Object value, SortedSet<String> found) {
    if (value instanceof Map<?, ?> map) {
      Object image = map.get("image");
      Object named = image instanceof Map<?, ?> volume ? volume.get("reference") : image;
      if (named instanceof String name && !name.isBlank()) {
        found.add(name);
      }
      map.values().forEach(child -> collectImages(child, found));
    } else if (value instanceof List<?> list) {
      list.forEach(child -> collectImages(child, found));
    }
  }
}
