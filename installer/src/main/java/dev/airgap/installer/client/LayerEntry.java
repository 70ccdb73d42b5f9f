package dev.airgap.installer.client;

/**
 * One entry of a layer's tar.
 *
 * @param path relative, without {@code ./} and slashes at its ends
 * @param link what a link leads to, else empty
 */
record LayerEntry(Kind kind, String path, String link) {
  enum Kind {
    FILE,
    HARD_LINK,
    SYMBOLIC_LINK,
    FOLDER,
    OTHER
  }

  static Kind kind(int type) {
    return switch (type) {
      case 0, '0', '7' -> Kind.FILE;
      case '1' -> Kind.HARD_LINK;
      case '2' -> Kind.SYMBOLIC_LINK;
      case '5' -> Kind.FOLDER;
      default -> Kind.OTHER;
    };
  }
}
