package dev.airgap.cli;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * What happens at Ctrl-C and SIGTERM: the run has a moment to give back what it holds (Lease, lock,
 * children, files of its own), then one sentence says how to go on. What it cannot give back in
 * time stays as after a {@code kill -9}, with which the next run deals anyway.
 */
final class Interruption {
  private static final Duration MOMENT = Duration.ofMillis(1500);
  private static final Set<String> GO_ON =
      Set.of("create", "load", "install", "workspace", "users");

  private final Console console;
  private final String sentence;
  private final Thread run = Thread.currentThread();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread hook = new Thread(this::stop, "interruption");

  private Interruption(Console console, String sentence) {
    this.console = console;
    this.sentence = sentence;
  }

  /**
   * Runs a command in this thread.
   *
   * @param args the command line
   * @return its exit code; after a signal nobody asks for it
   */
  static int during(IntSupplier command, Console console, String... args) {
    boolean goesOn = args.length > 0 && GO_ON.contains(args[0]);
    Interruption interruption =
        new Interruption(
            console,
            goesOn ? "stopped; run the same command again: it goes on from here" : "stopped");
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    try {
      return command.getAsInt();
    } finally {
      interruption.end();
    }
  }

  private void stop() {
    console.beStopping();
    run.interrupt();
    try {
      ended.await(MOMENT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    console.stopped(sentence);
  }

  private void end() {
    ended.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // it runs now, and was waiting for this
    }
  }
}
