package dev.airgap.registry;

import dev.airgap.registry.testing.MemoryRegistry;
import dev.airgap.registry.testing.ReceivedRequest;
import dev.airgap.registry.testing.ScriptedAnswer;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** What is played in place of an honest answer, by name; for a pull's GET or a push's PUT. */
final class Faults {
  private static final int SOME = 150_000;
  private final byte[] blob;
  private final Map<String, Play> all = new LinkedHashMap<>();

  /** What is answered to the POST that starts a push's upload. */
  private final Map<String, Play> starts =
      Map.of(
          "upload address at another host",
          (registry, request, answer, host) ->
              answer.status(202, "Location: http://" + elsewhere(host) + registry.begin(request)),
          "upload address that is link-local",
          (registry, request, answer, host) ->
              answer.status(202, "Location: http://169.254.169.254/latest/meta-data"),
          "no upload address",
          (registry, request, answer, host) -> answer.status(202));

  /** One fault; the request is the one that carries the blob. */
  @FunctionalInterface
  interface Play {
    void play(MemoryRegistry registry, ReceivedRequest request, ScriptedAnswer answer, String host)
        throws IOException, InterruptedException;
  }

  Faults(byte[] blob) {
    this.blob = blob;
    connections();
    contents();
    for (int status : new int[] {400, 401, 403, 404, 408, 413, 429, 500, 502, 503, 504, 507}) {
      all.put(
          "answer " + status,
          (registry, request, answer, host) -> {
            request.skipBody();
            answer.status(status);
          });
    }
    strange();
  }

  Map<String, Play> all() {
    return all;
  }

  Map<String, Play> starts() {
    return new TreeMap<>(starts);
  }

  private void connections() {
    all.put(
        "connection reset in the middle",
        (registry, request, answer, host) -> {
          if (isPush(request)) {
            registry.take(request, SOME);
            answer.reset();
          } else {
            answer.resetAfter(SOME, 200, blob);
          }
        });
    all.put(
        "connection closed in the middle",
        (registry, request, answer, host) -> {
          if (isPush(request)) {
            registry.take(request, SOME);
            answer.hangUp();
          } else {
            rest(request, answer, Cut.CLOSED);
          }
        });
    all.put(
        "stall in the middle",
        (registry, request, answer, host) -> {
          if (isPush(request)) {
            registry.take(request, SOME);
            Thread.sleep(Duration.ofSeconds(15)); // takes no further byte
          } else {
            rest(request, answer, Cut.STALLED);
          }
        });
    all.put(
        "no answer at all",
        (registry, request, answer, host) -> {
          if (isPush(request)) {
            Thread.sleep(Duration.ofSeconds(15));
          } else {
            answer.stall();
          }
        });
    all.put(
        "a byte now and then",
        (registry, request, answer, host) -> {
          if (isPush(request)) {
            for (int i = 0; i < 750; i++) {
              registry.take(request, 1);
              Thread.sleep(20);
            }
          } else {
            rest(request, answer, Cut.DRIPPED);
          }
        });
    all.put(
        "registry restarted, its uploads lost",
        (registry, request, answer, host) -> {
          registry.loseUploads();
          answer.reset();
        });
  }

  private void contents() {
    all.put(
        "answer cut short",
        (registry, request, answer, host) -> {
          request.skipBody();
          answer.raw("HTTP/1.1 20");
          answer.hangUp();
        });
    all.put(
        "wrong Content-Length",
        (registry, request, answer, host) -> {
          if (isPush(request)) {
            answer.raw(
                "HTTP/1.1 %d Scripted\r\nContent-Length: 100\r\n\r\n"
                    .formatted(registry.finish(request)));
            answer.hangUp();
          } else {
            answer.whole(200, Arrays.copyOf(blob, blob.length - 1));
          }
        });
    all.put(
        "wrong bytes",
        (registry, request, answer, host) -> {
          request.skipBody();
          byte[] wrong = blob.clone();
          wrong[SOME] ^= 1;
          if (isPush(request)) {
            answer.status(201, "Docker-Content-Digest: sha256:" + "0".repeat(64));
          } else {
            answer.whole(200, wrong);
          }
        });
    all.put(
        "body without end",
        (registry, request, answer, host) -> {
          request.skipBody();
          answer.raw(
              "HTTP/1.1 %d Scripted\r\nTransfer-Encoding: chunked\r\n\r\n"
                  .formatted(isPush(request) ? 403 : 200));
          for (String chunk = "a".repeat(100_000); ; ) {
            answer.raw("186a0\r\n" + chunk + "\r\n");
          }
        });
    all.put(
        "headers without end",
        (registry, request, answer, host) -> {
          request.skipBody();
          answer.status(200, "X-Long: " + "a".repeat(20_000));
        });
    all.put(
        "garbage",
        (registry, request, answer, host) -> {
          request.skipBody();
          answer.raw("SSH-2.0-OpenSSH_9.2\r\n");
          answer.hangUp();
        });
  }

  private void strange() {
    all.put(
        "redirect to another host",
        (registry, request, answer, host) ->
            answer.status(307, "Location: http://" + elsewhere(host) + request.target()));
    all.put(
        "redirect without end",
        (registry, request, answer, host) -> answer.status(307, "Location: " + request.target()));
    all.put(
        "redirect to a link-local address",
        (registry, request, answer, host) ->
            answer.status(307, "Location: http://169.254.169.254/latest/meta-data"));
    all.put(
        "token that ended",
        (registry, request, answer, host) ->
            answer.status(401, "WWW-Authenticate: Bearer realm=\"http://" + host + "/token\""));
    all.put(
        "token service at another host",
        (registry, request, answer, host) ->
            answer.status(
                401, "WWW-Authenticate: Bearer realm=\"http://" + elsewhere(host) + "/token\""));
  }

  /** The same server by another name: another origin. */
  static String elsewhere(String host) {
    return host.replace("localhost", "127.0.0.1");
  }

  static boolean isPush(ReceivedRequest request) {
    return !request.method().equals("GET");
  }

  /** How an answer ends before its end. */
  private enum Cut {
    CLOSED,
    STALLED,
    DRIPPED
  }

  /** An honest answer from where it was asked, which breaks after some bytes. */
  private void rest(ReceivedRequest request, ScriptedAnswer answer, Cut cut)
      throws IOException, InterruptedException {
    int from = Integer.parseInt(request.header("Range").orElse("0").replaceAll("\\D", ""));
    byte[] rest = Arrays.copyOfRange(blob, from, blob.length);
    String range = "Content-Range: bytes %d-%d/%d".formatted(from, blob.length - 1, blob.length);
    int status = from == 0 ? 200 : 206;
    switch (cut) {
      case CLOSED -> answer.truncatedAfter(SOME, status, rest, range);
      case STALLED -> answer.stalledAfter(SOME, status, rest, range);
      case DRIPPED -> answer.drippedAfter(SOME, status, rest, range);
    }
  }
}
