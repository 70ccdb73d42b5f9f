package dev.airgap.manifest;

import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The bundle's own version, a Semantic Version 2.0.0 without build metadata (two releases that
 * differ only there would compare as equal). At most 64 characters.
 */
public record Release(String text) implements Comparable<Release> {
  private static final String NUMBER = "0|[1-9][0-9]*";
  private static final String IDENTIFIER = "(?:0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*)";
  private static final Pattern SEMVER =
      Pattern.compile(
          "(%1$s)\\.(%1$s)\\.(%1$s)(?:-(%2$s(?:\\.%2$s)*))?".formatted(NUMBER, IDENTIFIER));

  public Release {
    if (text.length() > Limits.RELEASE_CHARACTERS || !SEMVER.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "not a semantic version without build metadata, such as 2026.11.0");
    }
  }

  /** Precedence as in Semantic Versioning 2.0.0, section 11. */
  @Override
  public int compareTo(Release other) {
    Matcher mine = matched();
    Matcher theirs = other.matched();
    for (int group = 1; group <= 3; group++) {
      int order = new BigInteger(mine.group(group)).compareTo(new BigInteger(theirs.group(group)));
      if (order != 0) {
        return order;
      }
    }
    return comparePreRelease(mine.group(4), theirs.group(4));
  }

  private Matcher matched() {
    Matcher matcher = SEMVER.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalStateException("checked in the constructor: " + text);
    }
    return matcher;
  }

  private static int comparePreRelease(@Nullable String mine, @Nullable String theirs) {
    if (mine == null || theirs == null) {
      return Boolean.compare(mine == null, theirs == null);
    }
    String[] left = mine.split("\\.");
    String[] right = theirs.split("\\.");
    for (int i = 0; i < Math.min(left.length, right.length); i++) {
      int order = compareIdentifier(left[i], right[i]);
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(left.length, right.length);
  }

  private static int compareIdentifier(String mine, String theirs) {
    boolean mineIsNumber = mine.chars().allMatch(Character::isDigit);
    boolean theirsIsNumber = theirs.chars().allMatch(Character::isDigit);
    if (mineIsNumber && theirsIsNumber) {
      return new BigInteger(mine).compareTo(new BigInteger(theirs));
    }
    return mineIsNumber == theirsIsNumber
        ? mine.compareTo(theirs)
        : Boolean.compare(theirsIsNumber, mineIsNumber);
  }

  @Override
  public String toString() {
    return text;
  }
}
