package dev.airgap.manifest;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The lines of {@code manifest.txt} that are no comments, read one by one. */
final class HashLines {
  private static final Pattern LINE = Pattern.compile("([0-9a-f]{64})  (.*)");
  private static final int MAX_PROBLEMS = 20;

  private final Map<BundlePath, Digest> hashes = new LinkedHashMap<>();
  private final Set<String> seen = new HashSet<>();
  private final List<String> problems = new ArrayList<>();

  /** Reads a text whose every line ends with a line feed. */
  Map<BundlePath, Digest> read(byte[] text) throws InvalidManifestException {
    int number = 0;
    int end;
    for (int start = 0; start < text.length; start = end + 1) {
      end = start;
      while (text[end] != '\n') {
        end++;
      }
      number++;
      if (text[start] != '#') {
        read(number, new String(text, start, end - start, StandardCharsets.US_ASCII));
      }
      refuseTooMany();
    }
    if (!problems.isEmpty()) {
      throw new InvalidManifestException(problems);
    }
    return hashes;
  }

  private void read(int number, String line) {
    Matcher matcher = LINE.matcher(line);
    if (!matcher.matches() || !BundlePath.isValid(matcher.group(2))) {
      problems.add("line " + number + " is no hash, two spaces and a path inside the bundle");
    } else if (!seen.add(matcher.group(2).toLowerCase(Locale.ROOT))) {
      problems.add("line %d names %s a second time".formatted(number, matcher.group(2)));
    } else {
      hashes.put(new BundlePath(matcher.group(2)), new Digest(matcher.group(1)));
    }
  }

  private void refuseTooMany() throws InvalidManifestException {
    if (problems.size() >= MAX_PROBLEMS) {
      throw new InvalidManifestException(problems);
    }
    if (hashes.size() > Limits.FILES) {
      throw new InvalidManifestException(List.of("names more than " + Limits.FILES + " files"));
    }
  }
}
