package dev.airgap.cli;

import dev.airgap.manifest.Base;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a delta builds on, for people and for programs. */
final class PrintedBase {
  private PrintedBase() {}

  static String text(Base base) {
    return "release %s, manifest.txt %s: %d layers (%s) are not in here, and the registry must have them"
        .formatted(
            base.release(), base.manifest(), base.blobs().size(), ByteProgress.bytes(base.size()));
  }

  static Map<String, Object> json(Base base) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("release", base.release().toString());
    result.put("manifest", base.manifest().toString());
    result.put("layers", base.blobs().size());
    result.put("size", base.size());
    return result;
  }
}
