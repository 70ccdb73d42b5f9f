package dev.airgap.installer.cluster;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A client's exception in words for an operator, without the request that it may quote. */
final class ClusterWords {
  private static final int MAX_LENGTH = 300;
  private static final int MAX_LINE = 2000;
  private static final String FULL = "database space exceeded";

  private ClusterWords() {}

  static String of(KubernetesClientException failure) {
    return switch (failure.getCode()) {
      case 401 ->
          "it does not accept the kubeconfig's credentials (401), which may have ended: log in anew, or name another kubeconfig, then run the same command again";
      case 403 -> "it forbids that to this user (403); ask for the right, or use another context";
      case -1, 0 ->
          "it does not answer: %s. Once it does, run the same command again: it goes on"
              .formatted(causes(failure));
      default ->
          failure.getStatus() == null || failure.getStatus().getMessage() == null
              ? "HTTP " + failure.getCode()
              : served(failure.getStatus().getMessage());
    };
  }

  private static String served(String message) {
    return message.contains(FULL)
        ? cut(message)
            + ": the cluster's etcd is full. Its administrator has to make room (etcdctl compact, defrag, alarm disarm, or a higher --quota-backend-bytes); then run the same command again: it goes on"
        : cut(message);
  }

  /** The JDK says what happened by classes that often have no message. */
  static String causes(KubernetesClientException failure) {
    List<String> words = new ArrayList<>();
    for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      boolean wraps = cause.getCause() != null && (isOfTheClient(cause) || isBare(cause));
      if (!wraps) {
        String name = cause.getClass().getSimpleName();
        words.add(cause.getMessage() == null ? name : name + ": " + cause.getMessage());
      }
    }
    return cut(words.isEmpty() ? "no reason is given" : String.join(", ", words));
  }

  private static boolean isOfTheClient(Throwable cause) {
    return cause instanceof KubernetesClientException;
  }

  private static boolean isBare(Throwable cause) {
    return cause.getClass() == IOException.class;
  }

  /** One line: whatever a server or an admission webhook wrote may not act upon a terminal. */
  private static String cut(String text) {
    String line = oneLine(text);
    if (line.length() <= MAX_LENGTH) {
      return line;
    }
    // Not within a word: half a password is known to no redactor.
    return line.substring(0, Math.max(0, line.lastIndexOf(' ', MAX_LENGTH))) + " …";
  }

  /** Without what could act upon a terminal; at most 2000 characters. */
  static String oneLine(String text) {
    String line = text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\s]+", " ").strip();
    return line.length() <= MAX_LINE ? line : line.substring(0, MAX_LINE) + "…";
  }
}
