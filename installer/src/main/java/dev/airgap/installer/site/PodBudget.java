package dev.airgap.installer.site;

/**
 * How many pods may be missing while a node is drained.
 *
 * @param key {@code minAvailable} or {@code maxUnavailable}
 * @param amount a number of pods, or a share of them in percent
 * @param percent whether it is a share
 */
public record PodBudget(String key, int amount, boolean percent) {
  static final String MIN_AVAILABLE = "minAvailable";
  static final String MAX_UNAVAILABLE = "maxUnavailable";

  private static final int WHOLE = 100;

  /** As Kubernetes writes it: a number, or a text such as {@code 50%}. */
  public Object written() {
    return percent ? amount + "%" : (Object) amount;
  }

  /** How many of so many pods a drain may take away at once; Kubernetes rounds both keys up. */
  int mayBeMissing(int replicas) {
    int pods = percent ? Math.ceilDiv(replicas * amount, WHOLE) : amount;
    return key.equals(MIN_AVAILABLE) ? replicas - pods : pods;
  }

  @Override
  public String toString() {
    return key + " " + written();
  }
}
