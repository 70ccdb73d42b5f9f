package dev.airgap.bundler.seal;

import dev.airgap.archive.VerifiedBundle;
import dev.airgap.bundler.resolve.ResolvedBundle;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The bundle's README.txt: how to check and install it, with and without this program. */
final class ReadmeText {
  private static final String HEAD =
      """
      Release %s of %s, for an air-gapped site.

      Check it first. The signer's certificate (SIGNER.pem) must come to you by another way than this
      bundle. In an empty folder, not as root:

        tar --no-same-owner --no-same-permissions -xf BUNDLE.tar zenml-air-gapped-bundle

      The three commands at the head of manifest.txt need nothing but openssl, coreutils, diffutils and
      bash. Only when all three are silent (the first says "Verification successful"):

      Install with the program that is in here; it needs no Java, Docker or Helm:

        tar -xzf installer/bundle-*.tar.gz
        bundle/bin/bundle plan    BUNDLE.tar -f site.yaml --trust SIGNER.pem
        bundle/bin/bundle install BUNDLE.tar -f site.yaml --trust SIGNER.pem
      """;

  private static final String BY_HAND =
      """

      or by hand: images/ is an OCI image layout, and containerd and docker take it too:

        tar -C images -c . | ctr --namespace k8s.io images import -
        tar -C images -c . | docker load

      skopeo passes over the images of Docker's own media types in a layout. Through a folder of links
      it takes each image with its original digest (HEX: the image's, without sha256:, in manifest.txt):

        mkdir links && echo 'Directory Transport Version: 1.1' > links/version
        for blob in images/blobs/sha256/*; do ln -s "$PWD/$blob" links/; ln -s "$PWD/$blob" "links/${blob##*/}.manifest.json"; done
        cp images/blobs/sha256/HEX links/manifest.json
        skopeo copy --all --preserve-digests dir:links docker://REGISTRY/NAME:TAG

      and charts/ holds the Helm charts as their registry served them.
      """;

  private static final String DELTA =
      """

      This is a delta of release %s: what its images share with the images of that release is not in
      here, and must be in your registry. 'bundle plan' and 'bundle load' say what is missing there; then
      load the bundle of release %s first, or ask for a complete bundle. images/ is no OCI image layout,
      and neither containerd, docker nor skopeo takes it. charts/ holds the Helm charts as their registry
      served them.
      """;

  private ReadmeText() {}

  /**
   * @param since the earlier bundle that a delta builds on
   */
  static byte[] of(ResolvedBundle resolved, Optional<VerifiedBundle> since) {
    String product = resolved.spec().versions().product().word();
    String head = HEAD.formatted(resolved.spec().release(), product);
    String rest =
        since
            .map(base -> base.manifest().release())
            .map(release -> DELTA.formatted(release, release))
            .orElse(BY_HAND);
    return (head + rest).getBytes(StandardCharsets.US_ASCII);
  }
}
