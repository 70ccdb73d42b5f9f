package dev.airgap.installer.plan;

import dev.airgap.installer.plan.ObjectChange.ValueChange;
import dev.airgap.secrets.RunSecrets;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What differs within one object. An older secret is known to nobody in this run, so that masked is
 * what stands in a Secret, what is called like a secret, and what a secret of this run replaces.
 *
 * @param secret whether the object is a Secret
 */
record ValueChanges(RunSecrets secrets, boolean secret) {
  private static final String MASK = "***";
  private static final int MAX_LENGTH = 120;
  private static final Set<String> SECRET_VALUES = Set.of("data", "stringData");

  /** Annotations that follow from the values of Secrets: the charts' own, and ours. */
  private static final Pattern CHECKSUM =
      Pattern.compile("annotations\\.(checksum/|airgap\\.dev/secrets)");

  private static final Pattern CALLED_SECRET =
      Pattern.compile("passw|secret|token|credential|private|apikey|api_key|encryption|jwt|dsn");
  private static final Pattern LOGIN = Pattern.compile("://[^/\\s]*@");

  /** What a plan has in place of what only an install knows. */
  private static final Pattern PLACEHOLDER =
      Pattern.compile("placeholder-of-the-plan|\\b(organization|workspace)-id\\b");

  List<ValueChange> of(Map<?, ?> was, Map<?, ?> is) {
    List<ValueChange> changes = new ArrayList<>();
    compare("", was, is, changes);
    return changes;
  }

  private void compare(
      String path, @Nullable Object was, @Nullable Object is, List<ValueChange> changes) {
    if (was instanceof Map<?, ?> before && is instanceof Map<?, ?> after) {
      compareChildren(path, before, after, changes);
    } else if (was instanceof List<?> before && is instanceof List<?> after) {
      compareChildren(path, keyed(before), keyed(after), changes);
    } else if (!Objects.equals(text(was), text(is)) && !isMadeUp(path, was, is)) {
      changes.add(change(path, text(was), text(is)));
    }
  }

  private void compareChildren(
      String path, Map<?, ?> before, Map<?, ?> after, List<ValueChange> changes) {
    Set<String> keys = new TreeSet<>();
    before.keySet().forEach(key -> keys.add(String.valueOf(key)));
    after.keySet().forEach(key -> keys.add(String.valueOf(key)));
    for (String key : keys) {
      String inside = key.startsWith("[") ? path + key : path.isEmpty() ? key : path + "." + key;
      compare(inside, before.get(key), after.get(key), changes);
    }
  }

  /** Elements with a name are the same wherever they stand. */
  private static Map<String, @Nullable Object> keyed(List<?> list) {
    Map<String, @Nullable Object> keyed = new LinkedHashMap<>();
    for (int i = 0; i < list.size(); i++) {
      Object name = list.get(i) instanceof Map<?, ?> map ? map.get("name") : null;
      String key = name instanceof String text ? "[%s]".formatted(text) : "[%d]".formatted(i);
      keyed.put(keyed.containsKey(key) ? "[%d]".formatted(i) : key, list.get(i));
    }
    return keyed;
  }

  private static String text(@Nullable Object value) {
    return value == null ? "" : String.valueOf(value);
  }

  /** A chart makes it up, or looks it up in the cluster; a plan cannot know it. */
  private boolean isMadeUp(String path, @Nullable Object was, @Nullable Object is) {
    String now = plain(text(is));
    return CHECKSUM.matcher(path).find()
        || (was != null && is != null && (PLACEHOLDER.matcher(now).find() || isRandom(path, now)));
  }

  /** A secret that nobody gave. */
  private boolean isRandom(String path, String now) {
    return secret
        && CALLED_SECRET.matcher(path.toLowerCase(Locale.ROOT)).find()
        && secrets.redact(now).equals(now);
  }

  /** What stands in a Secret's data is base64. */
  private String plain(String text) {
    if (!secret) {
      return text;
    }
    try {
      return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }

  private ValueChange change(String path, String was, String is) {
    boolean masked =
        (secret && SECRET_VALUES.contains(path.split("[.\\[]", 2)[0]))
            || CALLED_SECRET.matcher(path.toLowerCase(Locale.ROOT)).find()
            || holdsSecret(was)
            || holdsSecret(is);
    return new ValueChange(path, shown(was, masked), shown(is, masked));
  }

  private boolean holdsSecret(String text) {
    return LOGIN.matcher(text).find()
        || CALLED_SECRET.matcher(text.toLowerCase(Locale.ROOT)).find()
        || !secrets.redact(text).equals(text);
  }

  private static String shown(String text, boolean masked) {
    String line = text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]+", " ");
    return text.isEmpty()
        ? ""
        : masked ? MASK : line.length() <= MAX_LENGTH ? line : line.substring(0, MAX_LENGTH) + "…";
  }
}
