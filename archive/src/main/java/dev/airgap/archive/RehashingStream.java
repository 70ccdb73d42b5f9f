package dev.airgap.archive;

import dev.airgap.manifest.Digest;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Objects;

/**
 * Reads one entry's content and hashes it again. The last bytes are handed out only if all of them
 * are those that were verified, so that whoever sends them on can never send a whole false file.
 */
final class RehashingStream extends InputStream {
  private final PositionalFile file;
  private final TarSlot slot;
  private final Digest expected;
  private final MessageDigest sha256 = Digest.sha256();
  private long position;
  private boolean checked;

  RehashingStream(PositionalFile file, TarSlot slot, Digest expected) {
    this.file = file;
    this.slot = slot;
    this.expected = expected;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, buffer.length);
    int wanted = (int) Math.min(length, slot.size() - position);
    if (length == 0) {
      return 0;
    }
    fill(ByteBuffer.wrap(buffer, offset, wanted));
    sha256.update(buffer, offset, wanted);
    position += wanted;
    if (position == slot.size()) {
      check();
    }
    return wanted == 0 ? -1 : wanted;
  }

  private void fill(ByteBuffer buffer) throws IOException {
    try {
      file.read(buffer, slot.dataOffset() + position);
    } catch (EOFException e) {
      BundleChangedException changed = changed("was cut off");
      changed.initCause(e);
      throw changed;
    }
  }

  private void check() throws BundleChangedException {
    if (!checked && !Digest.ofHash(sha256.digest()).equals(expected)) {
      throw changed("was changed");
    }
    checked = true;
  }

  private BundleChangedException changed(String how) {
    return new BundleChangedException(
        "%s (%s of the bundle) %s after it was verified; check the medium and verify again"
            .formatted(slot.path(), slot.range(), how));
  }

  @Override
  public int available() {
    return (int) Math.min(Integer.MAX_VALUE, slot.size() - position);
  }
}
