package dev.airgap.installer.check;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;

/** What kept a connection from being made, in a few words. */
final class Reached {
  private Reached() {}

  static String words(IOException failure) {
    return switch (failure) {
      case UnknownHostException e -> "DNS here does not know the name";
      case SocketTimeoutException e -> "no answer in time";
      default -> String.valueOf(failure.getMessage());
    };
  }
}
