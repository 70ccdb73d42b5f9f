package dev.airgap.installer.workspace;

/** The server chart's top-level key: {@code zenml} up to 0.94.1, {@code server} from 0.94.2 on. */
final class ServerKey {
  private static final int[] RENAMED = {0, 94, 2};

  private ServerKey() {}

  static String of(String version) {
    return isAtLeast(version, RENAMED) ? "server" : "zenml";
  }

  static boolean isAtLeast(String version, int... least) {
    String[] parts = version.split("[.+-]");
    for (int i = 0; i < least.length; i++) {
      int part =
          i < parts.length && parts[i].matches("[0-9]{1,6}") ? Integer.parseInt(parts[i]) : 0;
      if (part != least[i]) {
        return part > least[i];
      }
    }
    return true;
  }
}
