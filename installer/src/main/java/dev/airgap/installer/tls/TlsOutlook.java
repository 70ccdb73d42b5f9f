package dev.airgap.installer.tls;

import java.util.ArrayList;
import java.util.List;

/**
 * What an install would do about certificates, and what is there.
 *
 * @param actions in words for people, each with what is there already; the same on another day
 * @param ends of each certificate that is there, or would be used
 */
public record TlsOutlook(List<String> actions, List<Ends> ends, List<String> warnings) {
  public TlsOutlook {
    ends = List.copyOf(ends);
    actions = List.copyOf(actions);
    warnings = List.copyOf(warnings);
  }

  /** An outlook that is being put together. */
  static final class Draft {
    private final List<String> actions = new ArrayList<>();
    private final List<Ends> ends = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    void end(Ends end) {
      ends.add(end);
    }

    void action(String action) {
      actions.add(action);
    }

    void warning(String warning) {
      warnings.add(warning);
    }

    TlsOutlook outlook() {
      return new TlsOutlook(actions, ends, warnings);
    }
  }
}
