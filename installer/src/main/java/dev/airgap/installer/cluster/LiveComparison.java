package dev.airgap.installer.cluster;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds what of an applied object is otherwise in the cluster. What the cluster adds (defaults,
 * status, managed fields) is no difference; nor are two ways to write one quantity. Differences are
 * paths, never values, which may be secret.
 */
public final class LiveComparison {
  private static final Set<String> OF_THE_CLUSTER = Set.of("status", "apiVersion", "kind");
  private static final Pattern QUANTITY =
      Pattern.compile("([0-9]{1,18}(?:\\.[0-9]{1,9})?)(m|k|M|G|T|Ki|Mi|Gi|Ti)?");
  private static final Map<String, BigDecimal> UNITS =
      Map.of(
          "m", new BigDecimal("0.001"),
          "k", new BigDecimal(1_000L),
          "M", new BigDecimal(1_000_000L),
          "G", new BigDecimal(1_000_000_000L),
          "T", new BigDecimal(1_000_000_000_000L),
          "Ki", new BigDecimal(1L << 10),
          "Mi", new BigDecimal(1L << 20),
          "Gi", new BigDecimal(1L << 30),
          "Ti", new BigDecimal(1L << 40));

  private final List<String> differences = new ArrayList<>();

  private LiveComparison() {}

  public static List<String> differences(
      Map<String, ? extends @Nullable Object> applied,
      Map<String, ? extends @Nullable Object> live) {
    LiveComparison comparison = new LiveComparison();
    withEncodedData(applied)
        .forEach((key, value) -> {
          if (!OF_THE_CLUSTER.contains(key)) {
            comparison.compare(key, value, live.get(key));
          }
        });
    return comparison.differences;
  }

  /** A Secret's {@code stringData} is kept as {@code data}. */
  private static Map<String, @Nullable Object> withEncodedData(
      Map<String, ? extends @Nullable Object> object) {
    Map<String, @Nullable Object> all = new TreeMap<>(object);
    if (all.remove("stringData") instanceof Map<?, ?> texts) {
      Map<String, @Nullable Object> data = new TreeMap<>();
      if (all.get("data") instanceof Map<?, ?> before) {
        before.forEach((key, value) -> data.put(String.valueOf(key), value));
      }
      texts.forEach((key, value) ->
          data.put(
              String.valueOf(key),
              Base64.getEncoder()
                  .encodeToString(String.valueOf(value).getBytes(StandardCharsets.UTF_8))));
      all.put("data", data);
    }
    return all;
  }

  private void compare(String path, @Nullable Object applied, @Nullable Object live) {
    if (isEmpty(applied) && isEmpty(live)) {
      return; // the cluster leaves out what is empty
    }
    if (applied instanceof Map<?, ?> wanted && live instanceof Map<?, ?> there) {
      wanted.forEach((key, value) -> compare(path + "." + key, value, there.get(key)));
    } else if (applied instanceof List<?> wanted && live instanceof List<?> there) {
      compareLists(path, wanted, there);
    } else if (applied != null && !same(applied, live)) {
      differences.add(path);
    }
  }

  /** Items with names are found by them; others by their place, and then none may be added. */
  private void compareLists(String path, List<?> wanted, List<?> there) {
    boolean named = wanted.stream().allMatch(item -> name(item) != null);
    if (!named && wanted.size() != there.size()) {
      differences.add(path);
      return;
    }
    for (int i = 0; i < wanted.size(); i++) {
      Object name = name(wanted.get(i));
      String at = "%s[%s]".formatted(path, named ? name : i);
      compare(at, wanted.get(i), named ? byName(there, name) : there.get(i));
    }
  }

  private static @Nullable Object name(@Nullable Object item) {
    return item instanceof Map<?, ?> map ? map.get("name") : null;
  }

  private static @Nullable Object byName(List<?> items, @Nullable Object name) {
    return items.stream()
        .filter(item -> String.valueOf(name).equals(String.valueOf(name(item))))
        .findFirst()
        .orElse(null);
  }

  private static boolean isEmpty(@Nullable Object value) {
    return value == null
        || value.equals("")
        || value.equals(false)
        || (value instanceof Number number && number.doubleValue() == 0)
        || (value instanceof Map<?, ?> map && map.values().stream().allMatch(v -> isEmpty(v)))
        || (value instanceof List<?> list && list.isEmpty());
  }

  private static boolean same(Object applied, @Nullable Object live) {
    String one = String.valueOf(applied);
    String other = String.valueOf(live);
    if (one.equals(other)) {
      return true;
    }
    BigDecimal amount = amount(one);
    BigDecimal there = amount(other);
    return amount != null && there != null && amount.compareTo(there) == 0;
  }

  private static @Nullable BigDecimal amount(String text) {
    Matcher quantity = QUANTITY.matcher(text);
    if (!quantity.matches()) {
      return null;
    }
    String unit = quantity.group(2);
    BigDecimal number = new BigDecimal(quantity.group(1));
    return unit == null ? number : number.multiply(UNITS.getOrDefault(unit, BigDecimal.ONE));
  }
}
