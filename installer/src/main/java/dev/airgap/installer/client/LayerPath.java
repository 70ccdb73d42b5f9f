package dev.airgap.installer.client;

import java.util.ArrayList;
import java.util.List;

/** Paths inside an image, relative to its root. */
final class LayerPath {
  private LayerPath() {}

  /** Without empty segments and dots; {@code ..} stops at the root, as it does for a process. */
  static String plain(String path) {
    List<String> segments = new ArrayList<>();
    for (String segment : path.split("/")) {
      if (segment.equals("..")) {
        if (!segments.isEmpty()) {
          segments.removeLast();
        }
      } else if (!segment.isEmpty() && !segment.equals(".")) {
        segments.add(segment);
      }
    }
    return String.join("/", segments);
  }

  /** What a link at this path leads to. */
  static String target(String link, String to) {
    return plain(to.startsWith("/") ? to : parent(link) + "/" + to);
  }

  static String parent(String path) {
    int slash = path.lastIndexOf('/');
    return slash < 0 ? "" : path.substring(0, slash);
  }

  static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** Whether one path is the other, or lies below it. */
  static boolean isAtOrBelow(String path, String folder) {
    return folder.isEmpty() || path.equals(folder) || path.startsWith(folder + "/");
  }
}
