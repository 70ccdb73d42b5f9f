package dev.airgap.installer.tls;

import dev.airgap.installer.chain.ChainCheck;
import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.site.Site;
import dev.airgap.installer.site.SiteTls.GivenCertificate;
import dev.airgap.installer.site.SiteTls.GivenCertificates;
import dev.airgap.pki.UnusableKeyException;
import dev.airgap.yaml.InvalidFileException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Certificates and keys out of files and other places that the site file names. */
final class GivenFiles implements CertificateWay {
  private final List<HostPlace> hosts;
  private final GivenCertificates form;
  private final TlsReach reach;

  GivenFiles(Site site, GivenCertificates form, TlsReach reach) {
    this.hosts = HostPlace.of(site);
    this.form = form;
    this.reach = reach;
  }

  @Override
  public TlsOutlook look() throws ClusterException, InvalidFileException {
    TlsOutlook.Draft draft = new TlsOutlook.Draft();
    for (Map.Entry<HostPlace, ServedPair> pair : pairs().entrySet()) {
      HostPlace host = pair.getKey();
      boolean there = isThere(host, pair.getValue());
      draft.action("certificate for " + host.text() + (there ? ": is there" : ""));
      draft.end(Ends.ofHost(host.host(), pair.getValue().leaf()));
    }
    return draft.outlook();
  }

  private boolean isThere(HostPlace host, ServedPair pair) throws ClusterException {
    Optional<Map<String, byte[]>> data = reach.secret(host);
    try {
      return data.isPresent()
          && ServedPair.of("the Secret", data.get(), reach.secrets()).chain().equals(pair.chain());
    } catch (UnusableKeyException e) {
      return false;
    }
  }

  @Override
  public TlsMaterial provide(TlsWriter writer) throws ClusterException, InvalidFileException {
    Map<HostPlace, ServedPair> pairs = pairs();
    writer.authorities(hosts, form.trusted());
    for (Map.Entry<HostPlace, ServedPair> pair : pairs.entrySet()) {
      writer.server(pair.getKey(), pair.getValue());
    }
    return writer.material(form.trusted());
  }

  /** All that is wrong with keys is said at once; with certificates, the site file's reader did. */
  private Map<HostPlace, ServedPair> pairs() throws ClusterException, InvalidFileException {
    Map<HostPlace, ServedPair> pairs = new TreeMap<>(Comparator.comparing(HostPlace::host));
    List<String> wrong = new ArrayList<>();
    for (HostPlace host : hosts) {
      Optional<GivenCertificate> given = Optional.ofNullable(form.hosts().get(host.host()));
      if (given.isEmpty()) {
        wrong.add("tls.certificates has none for " + host.host());
        continue;
      }
      try {
        pairs.put(host, pair(given.get()));
      } catch (UnusableKeyException e) {
        add(wrong, String.valueOf(e.getMessage()));
      } catch (InvalidFileException e) {
        e.problems().forEach(problem -> add(wrong, problem));
      }
      new ChainCheck(reach.now(), form.trusted())
          .ofServer(given.get().chain(), List.of(host.host()))
          .wrong()
          .forEach(problem -> add(wrong, "%s: %s".formatted(given.get().file(), problem)));
    }
    if (!wrong.isEmpty()) {
      throw new InvalidFileException(wrong);
    }
    return pairs;
  }

  /** One key for several hosts is wrong once. */
  private static void add(List<String> wrong, String problem) {
    if (!wrong.contains(problem)) {
      wrong.add(problem);
    }
  }

  private ServedPair pair(GivenCertificate given)
      throws ClusterException, InvalidFileException, UnusableKeyException {
    return ServedPair.of(
        "the key of %s (%s)".formatted(given.file(), given.key().place()),
        given.chain(),
        reach.siteSecrets().of(given.key()),
        reach.secrets());
  }
}
