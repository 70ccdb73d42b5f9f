package dev.airgap.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What a signer gone mad would sign: a bundle whose {@code manifest.json}, {@code manifest.txt},
 * image layout or image's manifest is edited at one place, or a delta whose {@code manifest.json}
 * is, with hashes and signature made anew.
 */
public final class ResealedBundleFuzz {
  private static final FuzzedBundle BUNDLE = FuzzedBundle.complete();
  private static final FuzzedBundle DELTA = FuzzedBundle.delta();
  private static final int WAYS = 5;
  private static final int HEAD = 4;

  private ResealedBundleFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) throws IOException {
    if (data.length < HEAD) {
      return;
    }
    ByteBuffer edit = ByteBuffer.wrap(data);
    int what = (edit.get() & 0x7f) % WAYS;
    int at = edit.getShort() & 0xffff;
    int removed = edit.get() & 0xff;
    byte[] added = Arrays.copyOfRange(data, HEAD, data.length);
    BUNDLE.verify(
        switch (what) {
          case 0 -> BUNDLE.withJson(json -> edited(json, at, removed, added));
          case 1 -> BUNDLE.withText(text -> edited(text, at, removed, added));
          case 2 -> BUNDLE.withIndex(index -> edited(index, at, removed, added));
          case 3 -> DELTA.withJson(json -> edited(json, at, removed, added));
          default -> BUNDLE.withImageManifest(image -> edited(image, at, removed, added));
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
