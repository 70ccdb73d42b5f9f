package dev.airgap.archive;

import dev.airgap.manifest.Digest;
import dev.airgap.manifest.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code NAME.parts.txt}: a line for sha256sum for each part. It is not signed and proves nothing;
 * when a bundle is refused, it tells which disc to copy again.
 */
final class PartList {
  private PartList() {}

  static void write(Path name, List<Path> parts) throws IOException {
    StringBuilder text = new StringBuilder();
    for (Path part : parts) {
      text.append(hash(part).hex()).append("  ").append(part.getFileName()).append('\n');
    }
    Path fresh = name.resolveSibling(name.getFileName() + ".parts.txt.new");
    Files.writeString(fresh, text);
    Files.move(
        fresh,
        Parts.list(name),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  /**
   * The refusal of a bundle, with the parts that are to blame for it where the list knows them.
   *
   * @param opened the bundle as it was named: whole, or its first part
   */
  static BundleRefusedException blamed(BundleRefusedException refusal, Path opened)
      throws IOException {
    List<String> damaged = Parts.isFirst(opened) ? damaged(Parts.nameOf(opened)) : List.of();
    return damaged.isEmpty()
        ? refusal
        : new BundleRefusedException(
            "%s (of the parts, %s: copy again)"
                .formatted(refusal.getMessage(), String.join(", ", damaged)),
            refusal);
  }

  /** The parts that are missing, or that are not what the list says; each in a few words. */
  static List<String> damaged(Path name) throws IOException {
    List<String> damaged = new ArrayList<>();
    Map<String, Path> there = new HashMap<>();
    Parts.found(name).forEach(part -> there.put(String.valueOf(part.getFileName()), part));
    for (String line : lines(Parts.list(name))) {
      String[] words = line.split("  ", 2);
      String part = words.length == 2 ? words[1] : "";
      if (!part.matches("[^/]+\\.[0-9]{3}")) {
        continue;
      }
      if (!there.containsKey(part)) {
        damaged.add(part + " is missing");
      } else if (!hash(there.get(part)).hex().equals(words[0])) {
        damaged.add(part + " is damaged");
      }
    }
    return damaged;
  }

  private static List<String> lines(Path list) throws IOException {
    boolean usable =
        Files.isRegularFile(list, LinkOption.NOFOLLOW_LINKS)
            && Files.size(list) <= Limits.PART_LIST_BYTES;
    return usable
        ? new String(Files.readAllBytes(list), StandardCharsets.UTF_8).lines().toList()
        : List.of();
  }

  private static Digest hash(Path file) throws IOException {
    MessageDigest sha256 = Digest.sha256();
    byte[] buffer = new byte[PositionalFile.BUFFER];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        sha256.update(buffer, 0, read);
      }
    }
    return Digest.ofHash(sha256.digest());
  }
}
