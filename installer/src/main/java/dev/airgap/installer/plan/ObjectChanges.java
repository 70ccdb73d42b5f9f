package dev.airgap.installer.plan;

import dev.airgap.installer.check.PlannedRelease;
import dev.airgap.installer.plan.ObjectChange.Kind;
import dev.airgap.installer.plan.ObjectChange.ValueChange;
import dev.airgap.secrets.RunSecrets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Holds what a chart would make against what Helm keeps of its release, object by object. What a
 * later step yields, and what a chart makes up, has a placeholder in a plan and counts as
 * unchanged.
 */
record ObjectChanges(RunSecrets secrets) {
  /** Of one object. */
  private static final int MAX_VALUES = 40;

  /**
   * Of one release; the charts have some 20. A plan must not outgrow what is read of a saved one.
   */
  private static final int MAX_OBJECTS = 60;

  /**
   * @param stored what Helm keeps of it; nothing where there is no release
   */
  List<ObjectChange> of(
      PlannedRelease release, List<? extends Map<String, ? extends @Nullable Object>> stored) {
    Map<String, Map<String, ? extends @Nullable Object>> before = named(stored);
    Map<String, Map<String, ? extends @Nullable Object>> after =
        named(release.rendering().objects());
    SortedSet<String> names = new TreeSet<>(before.keySet());
    names.addAll(after.keySet());
    List<ObjectChange> changes = new ArrayList<>();
    String there = release.release().toString();
    for (String name : names) {
      add(there, name, before.get(name), after.get(name), changes);
    }
    return shortened(there, changes);
  }

  /** What a plan leaves out, it says. */
  private static List<ObjectChange> shortened(String release, List<ObjectChange> changes) {
    if (changes.size() <= MAX_OBJECTS) {
      return changes;
    }
    List<ObjectChange> shortened = new ArrayList<>(changes.subList(0, MAX_OBJECTS));
    String more = "and %d more".formatted(changes.size() - MAX_OBJECTS);
    shortened.add(new ObjectChange(release, more, Kind.CHANGED, List.of()));
    return shortened;
  }

  private static Map<String, Map<String, ? extends @Nullable Object>> named(
      List<? extends Map<String, ? extends @Nullable Object>> objects) {
    Map<String, Map<String, ? extends @Nullable Object>> named = new TreeMap<>();
    for (Map<String, ? extends @Nullable Object> object : objects) {
      Object name = object.get("metadata") instanceof Map<?, ?> map ? map.get("name") : null;
      named.put(object.get("kind") + " " + name, object);
    }
    return named;
  }

  private void add(
      String release,
      String name,
      @Nullable Map<String, ? extends @Nullable Object> was,
      @Nullable Map<String, ? extends @Nullable Object> is,
      List<ObjectChange> changes) {
    if (was == null || is == null) {
      // Helm makes custom resource definitions once, and does not keep them with the release
      if (was != null || !name.startsWith("CustomResourceDefinition ")) {
        changes.add(
            new ObjectChange(release, name, was == null ? Kind.MADE : Kind.REMOVED, List.of()));
      }
      return;
    }
    List<ValueChange> values = new ValueChanges(secrets, name.startsWith("Secret ")).of(was, is);
    if (!values.isEmpty()) {
      changes.add(new ObjectChange(release, name, Kind.CHANGED, shortened(values)));
    }
  }

  private static List<ValueChange> shortened(List<ValueChange> values) {
    if (values.size() <= MAX_VALUES) {
      return values;
    }
    List<ValueChange> shortened = new ArrayList<>(values.subList(0, MAX_VALUES));
    shortened.add(new ValueChange("and %d more".formatted(values.size() - MAX_VALUES), "", ""));
    return shortened;
  }
}
