package dev.airgap.installer.prove;

import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.cluster.RunningContainer;
import dev.airgap.manifest.BlobDescriptor;
import dev.airgap.manifest.BundleManifest;
import dev.airgap.manifest.Digest;
import dev.airgap.manifest.OciDocuments;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks the runtime what it runs. An imageID holds a manifest's, an index's or a config's digest,
 * depending on the runtime: each must be the signed manifest's.
 */
public final class Prover {
  private static final Pattern DIGEST = Pattern.compile("sha256:([0-9a-f]{64})");
  private static final Duration SETTLING = Duration.ofSeconds(60);

  private final Cluster cluster;
  private final Clock clock;

  public Prover(Cluster cluster, Clock clock) {
    this.cluster = cluster;
    this.clock = clock;
  }

  /** Looks until all is well, at most a minute: old pods may still be ending. */
  public Proof prove(BundleManifest manifest, List<String> namespaces) throws ClusterException {
    Instant end = clock.instant().plus(SETTLING);
    Proof proof = look(manifest, namespaces);
    while (proof.isRed() && clock.instant().isBefore(end)) {
      pause();
      proof = look(manifest, namespaces);
    }
    return proof;
  }

  /** Looks once. */
  public Proof look(BundleManifest manifest, List<String> namespaces) throws ClusterException {
    Set<Digest> signed = signed(manifest);
    List<RunningContainer> proven = new ArrayList<>();
    List<String> red = new ArrayList<>();
    for (String namespace : namespaces) {
      List<RunningContainer> containers = cluster.containers(namespace);
      if (containers.isEmpty()) {
        red.add("%s: nothing runs there".formatted(namespace));
      }
      for (RunningContainer container : containers) {
        judge(container, signed, proven, red);
      }
    }
    return new Proof(proven, red);
  }

  private static void judge(
      RunningContainer container,
      Set<Digest> signed,
      List<RunningContainer> proven,
      List<String> red) {
    String where =
        "%s/%s %s".formatted(container.namespace(), container.pod(), container.container());
    Matcher digest = DIGEST.matcher(container.imageId());
    if (!digest.find() || !signed.contains(new Digest(digest.group(1)))) {
      red.add("%s runs %s, which was not signed".formatted(where, container.imageId()));
    } else if (!container.ready()) {
      red.add("%s is not well: %s".formatted(where, container.state()));
    } else {
      proven.add(container);
    }
  }

  private static Set<Digest> signed(BundleManifest manifest) {
    Set<Digest> signed = new HashSet<>();
    manifest
        .images()
        .forEach(image -> {
          signed.add(image.digest());
          signed.add(image.configDigest());
          image.blobs().stream()
              .filter(blob -> OciDocuments.isDocument(blob.mediaType()))
              .map(BlobDescriptor::digest)
              .forEach(signed::add);
        });
    return signed;
  }

  private static void pause() throws ClusterException {
    try {
      Thread.sleep(Duration.ofSeconds(1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterException("stopped while looking at what runs", e);
    }
  }
}
