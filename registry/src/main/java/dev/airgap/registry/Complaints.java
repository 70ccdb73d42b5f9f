package dev.airgap.registry;

import dev.airgap.secrets.RunSecrets;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Says what was tried, what is wrong and what to do. What a server wrote is shortened, loses its
 * control characters, and is searched for secrets: a server may echo what it was sent.
 */
final class Complaints {
  private static final int MAX_ERROR_BYTES = 64 * 1024;
  private static final int MAX_TEXT = 300;
  private static final Set<Integer> WORTH_ANOTHER_TRY = Set.of(408, 425, 429);

  private static final String SERVER_FAULT =
      "; the fault is at its side: its log says more, and the same command goes on later";

  /** How Go's, nginx's and Apache's servers greet plain HTTP at a port for TLS. */
  private static final Pattern TLS_EXPECTED =
      Pattern.compile("HTTP request to an HTTPS server|sent to HTTPS port|SSL-enabled server port");

  private final Origin registry;
  private final SettingNames names;
  private final Credentials credentials;
  private final RunSecrets secrets;
  private final RegistryJson json = new RegistryJson();

  /** How nginx says that it wants a client certificate, or another one. */
  private static final Pattern CLIENT_CERTIFICATE =
      Pattern.compile("No required SSL certificate was sent|SSL certificate error");

  Complaints(Origin registry, SettingNames names, Credentials credentials, RunSecrets secrets) {
    this.registry = registry;
    this.names = names;
    this.credentials = credentials;
    this.secrets = secrets;
  }

  /** What an unexpected answer is: a {@link TryAgainException} or a {@link RegistryException}. */
  IOException refused(Operation operation, Answer answer) {
    String said = said(answer);
    String elsewhere =
        Origin.of(answer.uri()).equals(registry) ? "" : " of " + Origin.of(answer.uri());
    String text =
        operation
            + ": the registry answered "
            + status(answer)
            + elsewhere
            + said
            + advice(operation, answer.status(), said);
    return worthAnotherTry(answer, new RefusedByRegistryException(text, answer.status()));
  }

  /** The same for a token service. */
  IOException tokenRefused(URI realm, Answer answer, Credentials used) {
    boolean login = answer.status() == 401 || answer.status() == 403;
    String text =
        "the token service "
            + Origin.of(realm)
            + " answered "
            + status(answer)
            + said(answer)
            + (login ? "; check user name and password (" + used.source() + ")" : "")
            + (answer.status() >= 500 ? SERVER_FAULT : "");
    return worthAnotherTry(
        answer, login ? new TokenRefusedException(text) : new RegistryException(text));
  }

  private static IOException worthAnotherTry(Answer answer, RegistryException complaint) {
    return isWorthAnotherTry(answer)
        ? new TryAgainException(complaint, retryAfter(answer))
        : complaint;
  }

  static boolean isWorthAnotherTry(Answer answer) {
    return answer.status() >= 500 || WORTH_ANOTHER_TRY.contains(answer.status());
  }

  /** Seconds, or a date, which is held against the server's own clock (RFC 9110, 10.2.3). */
  private static Optional<Duration> retryAfter(Answer answer) {
    String asked = answer.header("Retry-After").orElse("");
    if (asked.matches("[0-9]{1,6}")) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(asked)));
    }
    try {
      return Optional.of(Duration.between(date(answer.header("Date").orElse("")), date(asked)))
          .filter(time -> !time.isNegative());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Instant date(String text) {
    return Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text));
  }

  /** No further try helps, or there was none left. */
  RegistryException broken(Operation operation, IOException failure, int tries) {
    String times = tries > 1 ? " (" + tries + " tries)" : "";
    if (failure instanceof TryAgainException again) {
      String later = Attempts.isForLater(again) ? later(again) : "";
      return during(
          operation,
          new RegistryException(again.complaint().getMessage() + times + later, failure));
    }
    String text = clean(new Failures(names, registry.isSecure()).sentence(failure));
    return new RegistryException(operation + ": " + registry + ": " + text + times, failure);
  }

  private static String later(TryAgainException again) {
    return "; it wants to be asked again only in %d minutes: run the same command then"
        .formatted(again.after().orElse(Duration.ZERO).toMinutes() + 1);
  }

  /** Puts what was tried in front, where the message does not say it yet. */
  RegistryException during(Operation operation, RegistryException complaint) {
    String raw = Optional.ofNullable(complaint.getMessage()).orElse("");
    // What a server sent stands in some of these as it came, and may be what it was sent.
    String message = secrets.redact(raw);
    boolean isWhole = message.startsWith(operation.toString());
    return isWhole && message.equals(raw)
        ? complaint
        : new RegistryException(isWhole ? message : operation + ": " + message, complaint);
  }

  /** What a registry serves is not what its digest says. */
  static RegistryException damaged(String what) {
    return new RegistryException(
        what
            + "; it, or a cache before it, holds a damaged copy: have that deleted and pushed again."
            + " Nothing of it is kept here");
  }

  private String advice(Operation operation, int status, String said) {
    return switch (status) {
      case 400 -> plainHttpAdvice(said);
      case 401 ->
          credentials.login().isPresent()
              ? "; it does not accept " + credentials.source() + ": check user name and password"
              : "; it wants a login (" + credentials.source() + ")";
      case 403 ->
          "; check that the account may "
              + operation.access().verb()
              + " there ("
              + credentials.source()
              + ")";
      case 404 ->
          "; check the name, and that the account may see it (" + credentials.source() + ")";
      case 413 ->
          "; a proxy before the registry limits the size of requests: raise its limit"
              + " (nginx: client_max_body_size 0)";
      case 429 ->
          "; it limits how often it is asked: wait, or log in (" + credentials.source() + ")";
      case 408, 425 -> "; it or a proxy before it is overloaded: run the same command again later";
      default -> status >= 500 ? SERVER_FAULT : "; its log, or that of a proxy before it, says why";
    };
  }

  /** An answer to HEAD has no words of its own: there, TLS is what is most likely wanted. */
  private String plainHttpAdvice(String said) {
    if (registry.isSecure()) {
      return CLIENT_CERTIFICATE.matcher(said).find()
          ? "; it wants to see a client certificate that it knows: check "
              + names.clientCertificate()
          : "";
    }
    if (TLS_EXPECTED.matcher(said).find()) {
      return "; it speaks TLS: take " + names.plainHttp() + " away";
    }
    return said.isEmpty() ? "; if it speaks TLS, take " + names.plainHttp() + " away" : "";
  }

  private String status(Answer answer) {
    String reason = clean(answer.reason());
    return answer.status() + (reason.isEmpty() ? "" : " " + reason);
  }

  /** The registry's own words in brackets; empty if it has none. */
  private String said(Answer answer) {
    String words = words(answer);
    return words.isEmpty() ? "" : " (" + words + ")";
  }

  /** Where the credentials came from. */
  String account() {
    return credentials.source();
  }

  /** The registry's own words; empty if it has none. */
  String words(Answer answer) {
    try {
      byte[] body = answer.bytes(MAX_ERROR_BYTES);
      String errors = String.join("; ", json.errors(body));
      boolean plain = answer.header("Content-Type").orElse("text/plain").startsWith("text/");
      String text = errors.isEmpty() && plain ? new String(body, StandardCharsets.UTF_8) : errors;
      return clean(text.replaceAll("<[^>]*>", " ")).strip();
    } catch (IOException e) {
      return ""; // the status says enough
    }
  }

  private String clean(String text) {
    return printable(secrets.redact(text));
  }

  /** One line of at most 300 characters, without what a terminal would act upon. */
  static String printable(String text) {
    String line = text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\s]+", " ");
    return line.length() <= MAX_TEXT ? line : line.substring(0, MAX_TEXT) + "…";
  }
}
