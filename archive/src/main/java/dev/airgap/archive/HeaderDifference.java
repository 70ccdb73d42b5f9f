package dev.airgap.archive;

import dev.airgap.manifest.BundlePath;
import dev.airgap.manifest.BundlePaths;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Says in words how the blocks at an entry's place differ from the only ones that it may have. The
 * decision was made by comparing bytes; nothing here can turn a refusal into anything else.
 *
 * @param path the entry that belongs there
 * @param offset of the block in the file
 * @param order all paths of the bundle in their order, as far as they are known
 */
record HeaderDifference(BundlePath path, long offset, List<BundlePath> order) {
  private static final String ROOT = BundlePaths.ROOT + "/";

  /** The first block of the two that differs, in a sentence. */
  String sentence(byte[] expected, byte[] found) {
    int block = Arrays.mismatch(expected, found) / TarHeader.BLOCK * TarHeader.BLOCK;
    return sentenceOfBlock(
        Arrays.copyOfRange(expected, block, block + TarHeader.BLOCK),
        Arrays.copyOfRange(found, block, block + TarHeader.BLOCK),
        offset + block);
  }

  private String sentenceOfBlock(byte[] expected, byte[] found, long at) {
    String where = "at byte " + at + ", where " + path + " belongs, ";
    if (allZero(found)) {
      return where + "there is a zero block: the archive would end here for other tools";
    }
    for (HeaderField field : HeaderField.values()) {
      if (field.differs(expected, found)) {
        return where + difference(field, expected, found);
      }
    }
    return where + "the bytes differ";
  }

  private String difference(HeaderField field, byte[] expected, byte[] found) {
    boolean sameText = field.text(expected).equals(field.text(found));
    if (sameText && field != HeaderField.MAGIC) {
      return hidden(field, expected, found);
    }
    return switch (field) {
      case MAGIC -> "there is no header of a POSIX tar file";
      case TYPE -> "there is " + type(field.text(found)) + isOf(found);
      case NAME, PREFIX -> name(fullName(found));
      default ->
          "%s has the %s '%s' instead of '%s'"
              .formatted(path, field.word(), field.text(found), field.text(expected));
    };
  }

  /** What tools read of a field ends at its first NUL; behind it, bytes are hidden from them. */
  private String hidden(HeaderField field, byte[] expected, byte[] found) {
    int from = field.mismatch(expected, found);
    return "%s has the bytes %s instead of %s in its %s, from byte %d of its header on"
        .formatted(path, field.hex(found, from), field.hex(expected, from), field.word(), from);
  }

  private static String isOf(byte[] found) {
    return ", named '" + fullName(found) + "'";
  }

  private static String type(String flag) {
    return switch (flag) {
      case "0" -> "a file without the pax record that its path or size needs";
      case "1" -> "a hard link";
      case "2" -> "a symbolic link";
      case "3", "4" -> "a device";
      case "5" -> "a folder";
      case "6" -> "a pipe";
      case "g" -> "a global pax header";
      case "x" -> "a pax header that no path or size here needs";
      case "L", "K" -> "a GNU header for a long name";
      case "S" -> "a sparse file";
      default -> "an entry of the unknown type '" + flag + "'";
    };
  }

  private String name(String found) {
    if (!found.startsWith(ROOT) || !BundlePath.isValid(found.substring(ROOT.length()))) {
      return "there is an entry that leads outside the bundle's folder, '" + found + "'";
    }
    BundlePath other = new BundlePath(found.substring(ROOT.length()));
    int mine = order.indexOf(path);
    int its = order.indexOf(other);
    if (its >= 0 && its < mine) {
      return "there is " + other + " for the second time";
    }
    if (its > mine) {
      return "there is already " + other + ": " + path + " is missing";
    }
    boolean known = order.stream().anyMatch(p -> lower(p).equals(lower(other)));
    return known
        ? "there is '%s', which is the same in other letter case".formatted(other)
        : "there is '%s', which the manifest does not name".formatted(other);
  }

  private static String lower(BundlePath path) {
    return path.text().toLowerCase(Locale.ROOT);
  }

  private static String fullName(byte[] block) {
    String prefix = HeaderField.PREFIX.text(block);
    String name = HeaderField.NAME.text(block);
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  private static boolean allZero(byte[] block) {
    return Arrays.equals(block, new byte[block.length]);
  }
}
