package dev.airgap.installer.cluster;

import io.fabric8.kubernetes.client.KubernetesClientException;

/** A client's exception in words for an operator, without the request that it may quote. */
final class ClusterWords {
  private static final int MAX_LENGTH = 300;

  private ClusterWords() {}

  static String of(KubernetesClientException failure) {
    return switch (failure.getCode()) {
      case 401 -> "it does not accept the kubeconfig's credentials (401)";
      case 403 -> "it forbids that to this user (403); ask for the right, or use another context";
      case 0 -> "it does not answer: " + root(failure);
      default ->
          failure.getStatus() == null || failure.getStatus().getMessage() == null
              ? "HTTP " + failure.getCode()
              : cut(failure.getStatus().getMessage());
    };
  }

  private static String root(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cut(cause.getClass().getSimpleName() + ": " + cause.getMessage());
  }

  private static String cut(String text) {
    return text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH) + "…";
  }
}
