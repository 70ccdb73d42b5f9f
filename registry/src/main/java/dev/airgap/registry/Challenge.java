package dev.airgap.registry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One challenge of a {@code WWW-Authenticate} header: scheme and parameters, names in lower case
 * (RFC 9110, section 11.6.1). One header may hold several challenges.
 */
record Challenge(String scheme, Map<String, String> parameters) {
  Challenge {
    parameters = Map.copyOf(parameters);
  }

  Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name));
  }

  boolean isBearer() {
    return scheme.equals("bearer") && parameters.containsKey("realm");
  }

  boolean isBasic() {
    return scheme.equals("basic");
  }

  /** The challenges of all headers; what is not understood is left out, never an error. */
  static List<Challenge> parse(List<String> headers) {
    List<Challenge> challenges = new ArrayList<>();
    headers.forEach(header -> challenges.addAll(new Reader(header).challenges()));
    return challenges;
  }

  /** Reads one header from left to right. */
  private static final class Reader {
    private final String text;
    private int at;

    Reader(String text) {
      this.text = text;
    }

    List<Challenge> challenges() {
      List<Challenge> found = new ArrayList<>();
      skip(" \t,");
      while (at < text.length()) {
        String scheme = upTo(" \t,=\"");
        if (scheme.isEmpty()) {
          at++; // no challenge begins like this
          continue;
        }
        found.add(new Challenge(scheme.toLowerCase(Locale.ROOT), parameters()));
        skip(" \t,");
      }
      return found;
    }

    private Map<String, String> parameters() {
      Map<String, String> parameters = new LinkedHashMap<>();
      while (true) {
        skip(" \t,");
        int start = at;
        String name = upTo(" \t,=\"");
        skip(" \t");
        if (name.isEmpty() || at >= text.length() || text.charAt(at) != '=') {
          at = start; // the next challenge's scheme, or the end
          return parameters;
        }
        at++;
        skip(" \t");
        parameters.putIfAbsent(name.toLowerCase(Locale.ROOT), value());
      }
    }

    private String value() {
      if (at < text.length() && text.charAt(at) == '"') {
        at++;
        return quoted();
      }
      return upTo(" \t,"); // may hold =, as a token68 does
    }

    private String quoted() {
      StringBuilder value = new StringBuilder();
      while (at < text.length() && text.charAt(at) != '"') {
        if (text.charAt(at) == '\\' && at + 1 < text.length()) {
          at++;
        }
        value.append(text.charAt(at++));
      }
      at = Math.min(at + 1, text.length());
      return value.toString();
    }

    private String upTo(String ends) {
      int start = at;
      while (at < text.length() && ends.indexOf(text.charAt(at)) < 0) {
        at++;
      }
      return text.substring(start, at);
    }

    private void skip(String characters) {
      while (at < text.length() && characters.indexOf(text.charAt(at)) >= 0) {
        at++;
      }
    }
  }
}
