package dev.airgap.installer.controlplane;

import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.cluster.SecretValues;
import dev.airgap.installer.site.Login;
import dev.airgap.installer.site.Running;
import dev.airgap.installer.site.SecretSource;
import dev.airgap.secrets.Secret;
import dev.airgap.yaml.InvalidFileException;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The secrets that the site file gives to the pods of a part, fetched.
 *
 * @param environment by the variable's name
 * @param clientSecret what the control plane shows the identity provider
 */
public record RunningSecrets(SortedMap<String, Secret> environment, Optional<Secret> clientSecret) {
  /** There are none. */
  public static final RunningSecrets NONE = new RunningSecrets(new TreeMap<>(), Optional.empty());

  public static RunningSecrets of(Running running, SecretValues siteSecrets)
      throws InvalidFileException, ClusterException {
    SortedMap<String, Secret> environment = new TreeMap<>();
    for (Map.Entry<String, SecretSource> one : running.environment().secret().entrySet()) {
      environment.put(one.getKey(), siteSecrets.of(one.getValue()));
    }
    Optional<Login.SingleSignOn> sso = running.login().sso();
    return new RunningSecrets(
        environment,
        sso.isPresent() ? Optional.of(siteSecrets.of(sso.get().clientSecret())) : Optional.empty());
  }
}
