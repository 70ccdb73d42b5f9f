package dev.airgap.installer.plan;

import dev.airgap.installer.json.Json;
import dev.airgap.manifest.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A plan as somebody saw and approved it. It is never carried out itself: an install computes its
 * own, and refuses where that is another one. The same plan gives the same bytes.
 */
public final class SavedPlan {
  /** A release of a hundred images takes less than a tenth of it. */
  private static final int MAX_BYTES = 1024 * 1024;

  private static final String API_VERSION = "airgap.dev/v1";
  private static final String KIND = "Plan";
  private static final String ACCEPT = "--accept ";
  private static final String GREEN = "green";

  /** What has to be the same in every run: the key, and how a person calls it. */
  private static final List<List<String>> FIXED =
      List.of(
          List.of("release", "the bundle: release"),
          List.of("manifest", "the bundle: manifest.txt"),
          List.of("siteFile", "the site file"),
          List.of("registry", "the registry"),
          List.of("server", "the cluster"),
          List.of("kubernetes", "the cluster's version"),
          List.of("allowed", "what is allowed by flag"));

  private final byte[] bytes;
  private final Map<String, @Nullable Object> values;

  private SavedPlan(byte[] bytes, Map<String, @Nullable Object> values) {
    this.bytes = bytes;
    this.values = values;
  }

  /** What {@code --save} writes: JSON with sorted keys. */
  public static SavedPlan of(InstallPlan plan) {
    Map<String, Object> values = new TreeMap<>(plan.asValues());
    values.put("apiVersion", API_VERSION);
    values.put("kind", KIND);
    byte[] bytes = (Json.writePretty(values) + "\n").getBytes(StandardCharsets.UTF_8);
    return new SavedPlan(bytes, new TreeMap<>(values));
  }

  /**
   * Reads at most 1 MiB.
   *
   * @throws IOException also where the file is no saved plan; the message names the file
   */
  public static SavedPlan read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      Map<String, @Nullable Object> values =
          bytes.length > MAX_BYTES
              ? Map.of()
              : Json.readObject(new String(bytes, StandardCharsets.UTF_8)).orElse(Map.of());
      if (!API_VERSION.equals(values.get("apiVersion")) || !KIND.equals(values.get("kind"))) {
        throw new IOException(
            "%s is no plan of 'bundle plan --save' (at most %d bytes)".formatted(file, MAX_BYTES));
      }
      return new SavedPlan(bytes, values);
    }
  }

  /** The red checks that were accepted when it was saved, as {@code CHECK=reason}. */
  public List<String> accepted() {
    return texts(values.get("allowed")).stream()
        .filter(flag -> flag.startsWith(ACCEPT))
        .map(flag -> flag.substring(ACCEPT.length()))
        .toList();
  }

  public byte[] bytes() {
    return bytes.clone();
  }

  public Digest digest() {
    return Digest.of(bytes);
  }

  /**
   * Refuses another plan, and says what changed. Findings may have become better.
   *
   * @param begun whether this plan was begun here: then what is there already may differ
   */
  public void requireSame(InstallPlan plan, boolean begun) throws PlanChangedException {
    Map<String, Object> now = plan.asValues();
    List<String> differences = new ArrayList<>();
    for (List<String> fixed : FIXED) {
      String was = String.valueOf(values.get(fixed.getFirst()));
      String is = String.valueOf(now.get(fixed.getFirst()));
      if (!was.equals(is)) {
        differences.add("%s: was %s, is %s".formatted(fixed.getLast(), was, is));
      }
    }
    if (!begun) {
      differ("action", texts(values.get("actions")), texts(now.get("actions")), differences);
      newTroubles(now, differences);
    }
    if (!differences.isEmpty()) {
      throw new PlanChangedException(differences);
    }
  }

  private static void differ(
      String what, Set<String> before, Set<String> after, List<String> differences) {
    before.stream()
        .filter(one -> !after.contains(one))
        .forEach(one -> differences.add("%s no longer: %s".formatted(what, one)));
    after.stream()
        .filter(one -> !before.contains(one))
        .forEach(one -> differences.add("new %s: %s".formatted(what, one)));
  }

  private void newTroubles(Map<String, Object> now, List<String> differences) {
    Set<String> known = troubles(values.get("findings"));
    troubles(now.get("findings")).stream()
        .filter(one -> !known.contains(one))
        .forEach(one -> differences.add("new finding: " + one));
  }

  /** What is not green, without the words, in which numbers change from minute to minute. */
  private static Set<String> troubles(@Nullable Object findings) {
    Set<String> troubles = new LinkedHashSet<>();
    if (findings instanceof List<?> list) {
      for (Object one : list) {
        if (one instanceof Map<?, ?> found && !GREEN.equals(found.get("colour"))) {
          troubles.add(
              "%s %s: %s".formatted(found.get("check"), found.get("colour"), found.get("subject")));
        }
      }
    }
    return troubles;
  }

  private static Set<String> texts(@Nullable Object value) {
    Set<String> texts = new LinkedHashSet<>();
    if (value instanceof List<?> list) {
      list.forEach(one -> texts.add(String.valueOf(one)));
    }
    return texts;
  }
}
