package dev.airgap.registry.probe;

import dev.airgap.registry.Observation;
import dev.airgap.registry.RegistryException;
import dev.airgap.registry.Repository;
import dev.airgap.registry.Trials;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What an upload shows before it is cancelled: chunks, the size of a request, bytes a second. */
record UploadCheck(Trials trials, Advice advice, Repository repository) {
  private static final int FIRST = 64 * 1024;
  private static final int SMALL = 1024 * 1024;
  private static final int FIRST_AT_MOST = 4 * 1024 * 1024;

  /** The specification's name for the least size of a chunk that is not the last. */
  private static final String LEAST = "OCI-Chunk-Min-Length";

  /**
   * @param last size of the last chunk in bytes, large enough for its time to say something
   */
  List<Finding> findings(int last) {
    List<Finding> findings = new ArrayList<>();
    try (Trials.Upload upload = trials.upload(repository)) {
      if (upload.isOpen()) {
        byte[] first = noise(leastChunk(upload.started()));
        look(upload, first, noise(last), findings);
      }
    } catch (RegistryException e) {
      findings.add(
          Finding.note(
              Check.CHUNKS, String.valueOf(e.getMessage()), advice.on(Check.CHUNKS, repository)));
    }
    return findings;
  }

  private static int leastChunk(Observation started) {
    long least =
        started
            .header(LEAST)
            .filter(text -> text.matches("[0-9]{1,15}"))
            .map(Long::parseLong)
            .orElse(0L);
    return Math.clamp(least, FIRST, FIRST_AT_MOST);
  }

  private void look(Trials.Upload upload, byte[] first, byte[] last, List<Finding> findings)
      throws RegistryException {
    Observation one = upload.append(first);
    if (one.status() != 202) {
      findings.add(one.status() == 413 ? tooLarge(first.length, one) : unchunked("the first", one));
      return;
    }
    Observation two = upload.append(last);
    if (two.status() == 413) {
      findings.add(smaller(upload, last.length, two));
      return;
    }
    if (two.status() != 202) {
      findings.add(unchunked("the second", two));
      return;
    }
    findings.add(together(two, first.length + last.length));
    findings.add(taken(last.length));
    findings.add(speed(last.length, two));
  }

  /** A load makes its requests smaller where it has to, down to a mebibyte. */
  private Finding smaller(Trials.Upload upload, int refused, Observation answer)
      throws RegistryException {
    String seen = "refuses a request of %s: %s".formatted(mebibytes(refused), answer);
    return upload.append(noise(SMALL)).status() == 202
        ? Finding.note(
            Check.SIZE,
            seen + "; takes one of " + mebibytes(SMALL) + ", so that a load takes longer",
            advice.on(Check.SIZE, repository))
        : tooLarge(SMALL, answer);
  }

  private Finding unchunked(String which, Observation answer) {
    return Finding.note(
        Check.CHUNKS,
        "%s chunk of an upload was answered with %s: a blob is pushed in one request"
            .formatted(which, answer),
        advice.on(Check.CHUNKS, repository));
  }

  private Finding tooLarge(int refused, Observation answer) {
    return Finding.red(
        Check.SIZE,
        "refuses even a request of %s: %s".formatted(mebibytes(refused), answer),
        advice.on(Check.SIZE, repository));
  }

  private static Finding taken(int size) {
    return Finding.ok(
        Check.SIZE,
        "took a request of %s; whether there is a limit above that, only a load shows"
            .formatted(mebibytes(size)));
  }

  private static Finding together(Observation answer, int sent) {
    String range = answer.header("Range").orElse("");
    String expected = "0-" + (sent - 1);
    return range.equals(expected) || range.equals("bytes=" + expected)
        ? Finding.ok(Check.CHUNKS, "takes an upload in chunks, and counts them")
        : Finding.ok(
            Check.CHUNKS,
            "takes an upload in chunks, and counts them as '%s' instead of %s"
                .formatted(range, expected));
  }

  private static Finding speed(int size, Observation answer) {
    double seconds = Math.max(answer.took().toNanos(), 1) / 1e9;
    return Finding.ok(
        Check.SPEED,
        "took %s in %.2f s: %.1f MB/s"
            .formatted(mebibytes(size), seconds, size / seconds / 1_000_000));
  }

  private static String mebibytes(int size) {
    return size < 1024 * 1024
        ? size / 1024 + " KiB"
        : "%.1f MiB".formatted(size / (1024.0 * 1024.0));
  }

  /** Bytes that nobody on the way can compress. */
  private static byte[] noise(int size) {
    byte[] bytes = new byte[size];
    new Random().nextBytes(bytes);
    return bytes;
  }
}
