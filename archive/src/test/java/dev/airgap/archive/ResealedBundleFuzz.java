package dev.airgap.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What a signer gone mad would sign: a bundle whose {@code manifest.json}, {@code manifest.txt} or
 * image layout is edited at one place, with hashes and signature made anew.
 */
public final class ResealedBundleFuzz {
  private static final FuzzedBundle BUNDLE = FuzzedBundle.fresh();
  private static final int HEAD = 4;

  private ResealedBundleFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) throws IOException {
    if (data.length < HEAD) {
      return;
    }
    ByteBuffer edit = ByteBuffer.wrap(data);
    int what = edit.get() % 3;
    int at = edit.getShort() & 0xffff;
    int removed = edit.get() & 0xff;
    byte[] added = Arrays.copyOfRange(data, HEAD, data.length);
    BUNDLE.verify(
        switch (what) {
          case 0 -> BUNDLE.withJson(json -> edited(json, at, removed, added));
          case 1 -> BUNDLE.withText(text -> edited(text, at, removed, added));
          default -> BUNDLE.withIndex(index -> edited(index, at, removed, added));
        });
  }

  private static String edited(String text, int at, int removed, byte[] added) {
    int from = at % (text.length() + 1);
    int to = Math.min(text.length(), from + removed);
    return text.substring(0, from)
        + new String(added, StandardCharsets.ISO_8859_1)
        + text.substring(to);
  }
}
