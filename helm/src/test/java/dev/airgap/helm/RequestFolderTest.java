package dev.airgap.helm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RequestFolderTest {
  private static final int REQUESTS = 4;

  // no process has this number: Linux ends them at 4,194,304
  private static final String KILLED = "bundle-helm-9999999-";

  @TempDir private Path work = Path.of("");

  @Test
  void requestsThatBeginTogether_removeWhatKilledRunsLeft() throws Exception {
    for (int round = 0; round < 50; round++) {
      for (int i = 0; i < 20; i++) {
        Path left = Files.createDirectories(work.resolve(KILLED + i).resolve("chart/templates"));
        Files.writeString(left.resolve("a.yaml"), "x");
      }
      together();
      try (var there = Files.list(work)) {
        assertThat(there).isEmpty();
      }
    }
  }

  private void together() throws Exception {
    CyclicBarrier start = new CyclicBarrier(REQUESTS);
    try (ExecutorService threads = Executors.newFixedThreadPool(REQUESTS)) {
      List<Future<?>> requests = new ArrayList<>();
      for (int i = 0; i < REQUESTS; i++) {
        requests.add(
            threads.submit(() -> {
              start.await();
              new RequestFolder(work).close();
              return null;
            }));
      }
      for (Future<?> request : requests) {
        request.get();
      }
    }
  }
}
