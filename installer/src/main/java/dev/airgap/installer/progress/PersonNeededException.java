package dev.airgap.installer.progress;

/** A person has to do something first; then the same command goes on (exit code 7). */
public final class PersonNeededException extends Exception {
  public PersonNeededException(String whatToDo) {
    super(whatToDo);
  }
}
