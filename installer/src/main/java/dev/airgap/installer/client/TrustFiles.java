package dev.airgap.installer.client;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What an image's layers make of its lists of authorities: later layers win, whiteouts take away
 * (OCI image specification, layer, "Whiteouts"), links are followed. Only what such a list can lie
 * in or be linked through is kept: at most {@link #MAX_NODES} entries, lists of at most {@link
 * #MAX_LIST} bytes.
 */
final class TrustFiles {
  static final int MAX_LIST = 4 << 20;
  static final int MAX_NODES = 50_000;

  /** Where Debian and Alpine, Red Hat, SUSE, and Alpine's LibreSSL have it. */
  static final List<String> LISTS =
      List.of(
          "etc/ssl/certs/ca-certificates.crt",
          "etc/pki/tls/certs/ca-bundle.crt",
          "etc/ssl/ca-bundle.pem",
          "etc/ssl/cert.pem");

  private static final List<String> ROOTS =
      List.of(
          "etc/ssl",
          "etc/pki",
          "etc/ca-certificates",
          "usr/share/pki",
          "usr/lib/ssl",
          "var/lib/ca-certificates");

  private static final String WHITEOUT = ".wh.";
  private static final String OPAQUE = ".wh..wh..opq";
  private static final int MAX_LINKS = 40;

  private final TreeMap<String, Node> nodes = new TreeMap<>();

  /** A link, or a file; folders are only what lies in them. */
  private sealed interface Node {
    record Link(String target) implements Node {}

    record File(Optional<byte[]> content) implements Node {}
  }

  /** A list as the image has it, at the path where it really lies. */
  record Found(String asked, String path, byte[] content) {}

  /**
   * Lays a layer over those before it.
   *
   * @param tar not packed; read to its end
   */
  void lay(InputStream tar) throws IOException {
    LayerTar entries = new LayerTar(tar);
    Map<String, Node> added = new HashMap<>();
    List<String> gone = new ArrayList<>();
    for (Optional<LayerEntry> next = entries.next(); next.isPresent(); next = entries.next()) {
      LayerEntry entry = next.get();
      String name = LayerPath.name(entry.path());
      if (name.equals(OPAQUE)) {
        gone.add(LayerPath.parent(entry.path()) + "/");
      } else if (name.startsWith(WHITEOUT)) {
        gone.add(
            LayerPath.plain(
                LayerPath.parent(entry.path()) + "/" + name.substring(WHITEOUT.length())));
      } else if (isKept(entry)) {
        put(entry, entries, added, gone);
      }
    }
    gone.forEach(this::remove);
    nodes.putAll(added);
    if (nodes.size() > MAX_NODES) {
      throw new UnusableBaseException(
          "more than %d files where lists of authorities lie".formatted(MAX_NODES));
    }
  }

  private void put(LayerEntry entry, LayerTar entries, Map<String, Node> added, List<String> gone)
      throws IOException {
    switch (entry.kind()) {
      case SYMBOLIC_LINK -> {
        gone.add(entry.path()); // also where a folder was
        added.put(entry.path(), new Node.Link(LayerPath.target(entry.path(), entry.link())));
      }
      case HARD_LINK -> {
        String to = LayerPath.plain(entry.link());
        Node there = added.containsKey(to) ? added.get(to) : nodes.get(to);
        added.put(entry.path(), there == null ? new Node.File(Optional.empty()) : there);
      }
      case FILE -> {
        gone.add(entry.path());
        added.put(entry.path(), new Node.File(content(entry, entries)));
      }
      case FOLDER -> {
        if (nodes.containsKey(entry.path())) {
          gone.add(entry.path()); // a folder in place of a link or a file
        }
        added.remove(entry.path());
      }
      case OTHER -> gone.add(entry.path());
    }
  }

  private static Optional<byte[]> content(LayerEntry entry, LayerTar entries) throws IOException {
    String name = LayerPath.name(entry.path());
    boolean mayBeAList =
        name.equals("ca-certificates.crt") || name.contains("bundle") || name.equals("cert.pem");
    return mayBeAList ? Optional.of(entries.content(MAX_LIST)) : Optional.empty();
  }

  /** Below a root, or a link on the way to one. */
  private static boolean isKept(LayerEntry entry) {
    String path = entry.path();
    return ROOTS.stream()
        .anyMatch(root ->
            LayerPath.isAtOrBelow(path, root)
                || (!path.isEmpty()
                    && LayerPath.isAtOrBelow(root, path)
                    && entry.kind() == LayerEntry.Kind.SYMBOLIC_LINK));
  }

  /** With a slash at its end: what lies below, and not the folder itself. */
  private void remove(String path) {
    if (path.equals("/")) {
      nodes.clear();
      return;
    }
    String below = path.endsWith("/") ? path : path + "/";
    nodes.subMap(below, below.substring(0, below.length() - 1) + "0").clear();
    nodes.remove(path);
  }

  /** The first of {@link #LISTS} that the image has. */
  Found list() throws UnusableBaseException {
    for (String asked : LISTS) {
      String path = followed(asked);
      if (nodes.get(path) instanceof Node.File file && file.content().isPresent()) {
        return new Found(asked, path, file.content().get());
      }
    }
    throw new UnusableBaseException(
        "none of the lists of authorities that are known: " + String.join(", ", LISTS));
  }

  /** The path after every link on it, as a process in the image would come to it. */
  private String followed(String asked) throws UnusableBaseException {
    String path = asked;
    for (int links = 0; links <= MAX_LINKS; links++) {
      Optional<String> next = throughFirstLink(path);
      if (next.isEmpty()) {
        return path;
      }
      path = next.get();
    }
    throw new UnusableBaseException("links that lead around in a ring at " + asked);
  }

  private Optional<String> throughFirstLink(String path) {
    for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      if (nodes.get(path.substring(0, slash)) instanceof Node.Link(String target)) {
        return Optional.of(LayerPath.plain(target + path.substring(slash)));
      }
    }
    return nodes.get(path) instanceof Node.Link(String target)
        ? Optional.of(target)
        : Optional.empty();
  }
}
