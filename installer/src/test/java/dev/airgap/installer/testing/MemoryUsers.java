package dev.airgap.installer.testing;

import dev.airgap.installer.testing.HttpsStub.Answer;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Users and their passwords as the control plane's API keeps them, in memory. */
public final class MemoryUsers implements HttpsStub.Answers {
  public static final String LOGIN = "POST /api/v1/auth/login";

  private static final Pattern FORM = Pattern.compile("username=([^&]*)&password=([^&]*)");
  private static final Pattern MAKE =
      Pattern.compile("POST /api/v1/users\\?(" + FORM.pattern() + ")&is_superuser=true");

  private final Map<String, String> passwords = new HashMap<>();
  private final List<String> made = new ArrayList<>();
  private int refusal;

  /** Somebody else's doing. */
  public synchronized void user(String name, String password) {
    passwords.put(name, password);
  }

  /** From now on users are not made, but this is answered; 0 ends it. */
  public synchronized void refuse(int status) {
    refusal = status;
  }

  /** All that were made by a request, in order. */
  public synchronized List<String> made() {
    return List.copyOf(made);
  }

  public synchronized String password(String name) {
    return passwords.getOrDefault(name, "");
  }

  @Override
  public synchronized Answer to(String request, String body) {
    Matcher make = MAKE.matcher(request);
    if (make.matches()) {
      return make(decoded(make.group(2)), decoded(make.group(3)));
    }
    Matcher form = FORM.matcher(body);
    return request.equals(LOGIN)
            && form.matches()
            && decoded(form.group(2)).equals(passwords.get(decoded(form.group(1))))
        ? new Answer(200, "{\"access_token\": \"token-word\"}")
        : new Answer(401, "{\"detail\": \"Invalid username or password\"}");
  }

  private Answer make(String name, String password) {
    if (refusal != 0) {
      return new Answer(refusal, "{}");
    }
    if (passwords.putIfAbsent(name, password) != null) {
      return new Answer(409, "{}");
    }
    made.add(name);
    return new Answer(200, "{\"id\": \"u-1\"}");
  }

  private static String decoded(String word) {
    return URLDecoder.decode(word, StandardCharsets.UTF_8);
  }
}
