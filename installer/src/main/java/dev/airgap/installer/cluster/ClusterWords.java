package dev.airgap.installer.cluster;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A client's exception in words for an operator, without the request that it may quote. */
final class ClusterWords {
  private static final int MAX_LENGTH = 300;
  private static final int MAX_LINE = 2000;

  private ClusterWords() {}

  static String of(KubernetesClientException failure) {
    return switch (failure.getCode()) {
      case 401 -> "it does not accept the kubeconfig's credentials (401)";
      case 403 -> "it forbids that to this user (403); ask for the right, or use another context";
      case -1, 0 -> "it does not answer: " + causes(failure);
      default ->
          failure.getStatus() == null || failure.getStatus().getMessage() == null
              ? "HTTP " + failure.getCode()
              : cut(failure.getStatus().getMessage());
    };
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
    return line.length() <= MAX_LENGTH ? line : line.substring(0, MAX_LENGTH) + "…";
  }

  /** Without what could act upon a terminal; at most 2000 characters. */
  static String oneLine(String text) {
    String line = text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\s]+", " ").strip();
    return line.length() <= MAX_LINE ? line : line.substring(0, MAX_LINE) + "…";
  }
}
