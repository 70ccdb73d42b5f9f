package dev.airgap.registry.probe;

import dev.airgap.registry.Observation;
import dev.airgap.registry.RegistryClient;
import dev.airgap.registry.RegistryException;
import dev.airgap.registry.Repository;
import dev.airgap.registry.Trials;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whether each repository takes an upload from its account; it is cancelled again. */
record PushCheck(RegistryClient registry, Advice advice) {
  /**
   * What one repository did.
   *
   * @param refused in words; empty if an upload was started there
   * @param name whether it is the name that was refused
   */
  record Attempt(Repository repository, Optional<String> refused, boolean name, boolean cancelled) {
    boolean isTaken() {
      return refused.isEmpty();
    }

    int depth() {
      return repository.path().split("/").length;
    }
  }

  Attempt attempt(Repository repository) {
    try (Trials.Upload upload = registry.trials(repository).upload(repository)) {
      Observation answer = upload.started();
      return upload.isOpen()
          ? new Attempt(repository, Optional.empty(), false, upload.cancel())
          : new Attempt(repository, Optional.of(answer.toString()), isAboutTheName(answer), true);
    } catch (RegistryException e) {
      return new Attempt(repository, Optional.of(String.valueOf(e.getMessage())), false, true);
    }
  }

  /** The reference implementation has no route for a name that it does not take. */
  private static boolean isAboutTheName(Observation answer) {
    return answer.says("NAME_INVALID")
        || (answer.status() == 404 && answer.says("404 page not found"));
  }

  List<Finding> findings(List<Attempt> attempts) {
    List<Finding> findings = new ArrayList<>();
    for (Attempt attempt : attempts) {
      attempt
          .refused()
          .ifPresent(words ->
              findings.add(refusal(attempt.name() ? Check.DEPTH : Check.PUSH, attempt, words)));
    }
    List<Attempt> taken = attempts.stream().filter(Attempt::isTaken).toList();
    if (!taken.isEmpty()) {
      findings.add(uploads(taken));
      findings.add(depth(taken));
    }
    return findings;
  }

  private Finding refusal(Check check, Attempt attempt, String words) {
    Repository repository = attempt.repository();
    String what = check == Check.DEPTH ? "does not take the name %s: %s" : "no upload to %s: %s";
    return Finding.red(
        check, what.formatted(repository.path(), words), advice.on(check, repository));
  }

  private static Finding uploads(List<Attempt> taken) {
    String names =
        taken.stream().map(one -> one.repository().path()).collect(Collectors.joining(", "));
    boolean cancelled = taken.stream().allMatch(Attempt::cancelled);
    return Finding.ok(
        Check.PUSH,
        "takes uploads to %s; %s"
            .formatted(
                names,
                cancelled
                    ? "each was cancelled"
                    : "not each could be cancelled, and the registry has to forget it by itself"));
  }

  private static Finding depth(List<Attempt> taken) {
    Attempt deepest =
        taken.stream().max(Comparator.comparingInt(Attempt::depth)).orElse(taken.getFirst());
    return Finding.ok(
        Check.DEPTH, "takes %d levels: %s".formatted(deepest.depth(), deepest.repository().path()));
  }
}
