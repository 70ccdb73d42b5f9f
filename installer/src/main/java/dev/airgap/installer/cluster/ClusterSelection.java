package dev.airgap.installer.cluster;

import dev.airgap.installer.site.Site;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Which cluster is meant: the usual kubeconfig rules, narrowed by the command line and the site
 * file.
 */
public record ClusterSelection(
    Optional<Path> kubeconfig, Optional<String> context, Optional<Site.ClusterChoice> site) {

  Config config() throws WrongClusterException, IOException {
    Optional<String> wanted = context.or(() -> site.flatMap(Site.ClusterChoice::context));
    Config config = read(wanted);
    requireContext(config, wanted);
    requireServer(config);
    if (ClientKeys.isEllipticInPkcs8(config)) {
      config.setClientKeyAlgo("EC");
    }
    return new ConfigBuilder(config).withRequestRetryBackoffLimit(3).build();
  }

  private Config read(Optional<String> wanted) throws WrongClusterException, IOException {
    if (kubeconfig.isPresent() && !Files.isRegularFile(kubeconfig.get())) {
      throw new WrongClusterException(
          "the kubeconfig %s is not there, or is no file".formatted(kubeconfig.get()));
    }
    try {
      return kubeconfig.isEmpty()
          ? Config.autoConfigure(wanted.orElse(null))
          : ofFile(kubeconfig.get(), wanted);
    } catch (RuntimeException e) {
      // Its own words quote the file, which may hold keys, and name classes of a library.
      throw new WrongClusterException(
          "%s is no kubeconfig: it cannot be read as one. Name another with --kubeconfig; 'kubectl config view' shows what a kubeconfig holds"
              .formatted(
                  kubeconfig
                      .map(Path::toString)
                      .orElse("what KUBECONFIG or ~/.kube/config names")));
    }
  }

  private static Config ofFile(Path file, Optional<String> wanted)
      throws WrongClusterException, IOException {
    Config config = Config.fromKubeconfig(file.toFile());
    if (wanted.isPresent()) {
      config = Config.fromKubeconfig(wanted.get(), file.toFile());
    }
    boolean chosen =
        config.getCurrentContext() != null && config.getCurrentContext().getContext() != null;
    if (wanted.isEmpty() && !chosen) {
      throw new WrongClusterException(
          "the kubeconfig %s has no current context: choose one with --context, or name another file with --kubeconfig"
              .formatted(file));
    }
    return config;
  }

  private static void requireContext(Config config, Optional<String> wanted)
      throws WrongClusterException {
    boolean same =
        wanted.isEmpty()
            || (config.getCurrentContext() != null
                && config.getCurrentContext().getName().equals(wanted.get()));
    if (!same) {
      throw new WrongClusterException(
          "the kubeconfig has no context '%s'; 'kubectl config get-contexts' lists them"
              .formatted(wanted.get()));
    }
  }

  private void requireServer(Config config) throws WrongClusterException {
    Optional<String> wanted = site.flatMap(Site.ClusterChoice::server);
    if (wanted.isPresent() && !plain(wanted.get()).equals(plain(config.getMasterUrl()))) {
      throw new WrongClusterException(
          "the site file wants the cluster %s, the kubeconfig leads to %s: choose with --context"
              .formatted(wanted.get(), config.getMasterUrl()));
    }
  }

  private static String plain(String url) {
    return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }
}
