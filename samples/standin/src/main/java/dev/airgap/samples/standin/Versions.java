package dev.airgap.samples.standin;

import java.util.List;
import java.util.regex.Pattern;

/** The versions of one release: a chart and its images carry the same. */
record Versions(String controlPlane, String workspace, String client) {

  private static final Pattern VERSION = Pattern.compile("\\d+\\.\\d+\\.\\d+(-[0-9A-Za-z.-]+)?");

  Versions {
    for (String version : List.of(controlPlane, workspace, client)) {
      if (!VERSION.matcher(version).matches()) {
        throw new UsageException("'%s' is no version such as 0.95.1".formatted(version));
      }
    }
  }

  /** Reads {@code CONTROL-PLANE,WORKSPACE,CLIENT}. */
  static Versions parse(String text) {
    String[] parts = text.split(",", -1);
    if (parts.length != 3) {
      throw new UsageException(
          "--versions takes CONTROL-PLANE,WORKSPACE,CLIENT, not '" + text + "'");
    }
    return new Versions(parts[0], parts[1], parts[2]);
  }
}
