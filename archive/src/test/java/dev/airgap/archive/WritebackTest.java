package dev.airgap.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.AsynchronousCloseException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WritebackTest {
  private static final int MEGABYTE = 1024 * 1024;
  private final AtomicInteger forced = new AtomicInteger();

  @Test
  void littleIsLeftToTheLastSync() throws IOException {
    Writeback writeback = new Writeback(forced::incrementAndGet);
    for (int i = 0; i < Writeback.EVERY / MEGABYTE - 1; i++) {
      writeback.written(MEGABYTE);
    }
    writeback.finish();
    assertThat(forced).hasValue(0);
  }

  @Test
  void eachShareIsWrittenBack_andFinishWaitsForIt() throws IOException {
    Writeback writeback = new Writeback(forced::incrementAndGet);
    for (int i = 1; i <= 3; i++) {
      writeback.written((int) Writeback.EVERY);
      writeback.finish();
      assertThat(forced).hasValue(i);
    }
  }

  @Test
  void oneAtATime_andNobodyWaitsForIt() throws IOException {
    CountDownLatch slowDisk = new CountDownLatch(1);
    Writeback writeback =
        new Writeback(() -> {
          forced.incrementAndGet();
          awaitUninterrupted(slowDisk);
        });
    for (int i = 0; i < 5; i++) {
      writeback.written((int) Writeback.EVERY);
    }
    slowDisk.countDown();
    writeback.finish();
    assertThat(forced).hasValue(1);
  }

  @Test
  void failureIsToldByTheNextWrite_andByTheLastSync() throws IOException {
    Writeback writeback =
        new Writeback(() -> {
          throw new IOException("Input/output error");
        });
    writeback.written((int) Writeback.EVERY);
    assertThatThrownBy(writeback::finish).hasMessageContaining("Input/output error");
    assertThatThrownBy(() -> writeback.written((int) Writeback.EVERY))
        .hasMessageContaining("the disk did not take what was written")
        .hasMessageContaining("Input/output error");
  }

  @Test
  void fileThatWasClosedMeanwhile_saysNothingAboutTheDisk() throws IOException {
    assertThat(failed(new IOException("Input/output error"))).isTrue();
    assertThat(failed(new AsynchronousCloseException())).isFalse();
  }

  private static boolean failed(IOException failure) throws IOException {
    Writeback writeback =
        new Writeback(() -> {
          throw failure;
        });
    writeback.written((int) Writeback.EVERY);
    assertThatThrownBy(writeback::finish).hasRootCause(failure);
    return writeback.hasFailed();
  }

  private static void awaitUninterrupted(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
