package dev.airgap.installer.gateway;

/**
 * What stands against a Gateway.
 *
 * @param wrong whether no server could be reached through it; else a person should know it
 * @param remedy may have several lines
 */
public record Remark(boolean wrong, String seen, String remedy) {
  static Remark wrong(String seen, String remedy) {
    return new Remark(true, seen, remedy);
  }

  static Remark note(String seen, String remedy) {
    return new Remark(false, seen, remedy);
  }
}
