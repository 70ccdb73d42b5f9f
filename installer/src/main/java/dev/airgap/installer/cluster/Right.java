package dev.airgap.installer.cluster;

/**
 * A right to one kind of object, as Kubernetes' roles name it.
 *
 * @param group empty for the core group
 * @param resource plural, with its subresource where one is meant: {@code pods/log}
 * @param namespace empty for the whole cluster
 */
public record Right(String namespace, String group, String resource, String verb) {
  /** Everything in a namespace, as an administrator may. */
  public static Right everything(String namespace) {
    return new Right(namespace, "*", "*", "*");
  }
}
