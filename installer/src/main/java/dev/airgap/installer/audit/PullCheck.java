package dev.airgap.installer.audit;

import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.cluster.Namespaces;
import dev.airgap.installer.json.Json;
import dev.airgap.installer.site.Site;
import dev.airgap.manifest.BundleManifest;
import dev.airgap.manifest.Digest;
import dev.airgap.manifest.ImageEntry;
import dev.airgap.registry.Login;
import dev.airgap.registry.RegistryClient;
import dev.airgap.registry.RegistryClients;
import dev.airgap.registry.RegistryException;
import dev.airgap.registry.Repository;
import dev.airgap.secrets.RunSecrets;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Whether each namespace has its pull secret, and whether the account in it sees every image that
 * was signed: a pod that is moved to another node is pulled again.
 */
record PullCheck(Cluster cluster, Map<String, String> environment, RunSecrets secrets) {
  private static final String CHECK = "pull secret";
  private static final String AGAIN = "run 'bundle install' again: it writes the pull secrets anew";

  List<Judgement> look(Site site, BundleManifest manifest) throws ClusterException {
    List<Judgement> found = new ArrayList<>();
    if (site.registry().pulling().isEmpty()) {
      found.addAll(images("the registry", site, manifest, Optional.empty()));
      return found;
    }
    Map<String, List<Judgement>> tried = new TreeMap<>(); // namespaces mostly share one account
    for (String namespace : site.namespaces()) {
      Optional<Login> login = login(site, namespace);
      if (login.isEmpty()) {
        found.add(
            Judgement.red(
                CHECK,
                namespace,
                "%s/%s is missing, or holds no account for %s"
                    .formatted(namespace, Namespaces.PULL_SECRET, site.registry().host()),
                AGAIN));
      } else {
        String account = login.get().username() + "\n" + login.get().password().reveal();
        if (!tried.containsKey(account)) {
          tried.put(account, images(namespace, site, manifest, login));
          found.addAll(tried.getOrDefault(account, List.of()));
        } else {
          found.add(Judgement.ok(CHECK, namespace, "holds the same account"));
        }
      }
    }
    return found;
  }

  private Optional<Login> login(Site site, String namespace) throws ClusterException {
    return cluster
        .secret(namespace, Namespaces.PULL_SECRET)
        .map(data -> data.getOrDefault(".dockerconfigjson", new byte[0]))
        .flatMap(json -> Json.readObject(new String(json, StandardCharsets.UTF_8)))
        .flatMap(config -> child(config.get("auths"), site.registry().host()))
        .flatMap(this::login);
  }

  private Optional<Login> login(Map<?, ?> account) {
    Object username = account.get("username");
    Object password = account.get("password");
    return username instanceof String name && password instanceof String word
        ? Optional.of(new Login(name, secrets.keep(word)))
        : Optional.empty();
  }

  private static Optional<Map<?, ?>> child(@Nullable Object object, String key) {
    return object instanceof Map<?, ?> map && map.get(key) instanceof Map<?, ?> child
        ? Optional.of(child)
        : Optional.empty();
  }

  private List<Judgement> images(
      String subject, Site site, BundleManifest manifest, Optional<Login> login) {
    Site.TargetRegistry target = site.registry();
    List<Judgement> found = new ArrayList<>();
    try (RegistryClients registries =
        new RegistryClients(
            Map.of(target.host(), target.settings().with(login)), environment, secrets)) {
      for (ImageEntry image : manifest.images()) {
        judged(subject, target, image, registries.at(target.host())).ifPresent(found::add);
      }
    } catch (RegistryException e) {
      found.add(
          Judgement.red(
              CHECK, subject, "its account was tried at the registry: " + e.getMessage(), AGAIN));
    }
    if (found.isEmpty()) {
      found.add(
          Judgement.ok(
              CHECK,
              subject,
              "its account sees the %d signed images in %s"
                  .formatted(manifest.images().size(), target.prefix())));
    }
    return found;
  }

  private static Optional<Judgement> judged(
      String subject, Site.TargetRegistry target, ImageEntry image, RegistryClient registry)
      throws RegistryException {
    Repository repository = new Repository(target.host(), target.path() + "/" + image.name());
    Optional<Digest> there = registry.manifestDigest(repository, image.digest().toString());
    return there.isPresent()
        ? Optional.empty()
        : Optional.of(
            Judgement.red(
                CHECK,
                subject,
                "%s@%s is not in the registry any more: the next pod of it cannot start"
                    .formatted(repository, image.digest()),
                "run 'bundle load' with the bundle of this release"));
  }
}
