package dev.airgap.cli;

import dev.airgap.installer.site.SiteDraft.DraftTls;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a new site's hosts come to certificates; without any of these by an internal CA. */
final class TlsAnswers {
  @Option(
      names = "--certificate",
      paramLabel = "FILE",
      description = "A server's chain for all hosts; with --tls-key.")
  private @Nullable Path certificate;

  @Option(
      names = "--given-ca",
      paramLabel = "FILE",
      description = "An authority of the site; with --tls-key it signs here, else by requests.")
  private @Nullable Path givenCa;

  @Option(
      names = "--tls-key",
      paramLabel = "FILE",
      description = "The key of --certificate or --given-ca.")
  private @Nullable Path key;

  @Option(
      names = "--tls-secret",
      paramLabel = "NAME",
      description = "A kubernetes.io/tls Secret that each namespace has.")
  private @Nullable String secret;

  @Option(names = "--tls-elsewhere", description = "TLS ends before the ingress.")
  private boolean elsewhere;

  @Option(
      names = "--tls-root",
      paramLabel = "FILE",
      description = "The root that pods and clients must trust, where it is no public one.")
  private @Nullable Path root;

  /**
   * @param folder where the file will lie
   */
  DraftTls draft(Path folder) throws UsageException {
    List<DraftTls.Form> forms = new ArrayList<>();
    Optional<String> keyFile = Optional.ofNullable(key).map(file -> path(file, folder));
    if (certificate != null) {
      forms.add(
          new DraftTls.Given(
              path(certificate, folder),
              keyFile.orElseThrow(
                  () -> new UsageException("--certificate: give its key with --tls-key"))));
    }
    if (givenCa != null) {
      forms.add(new DraftTls.Authority(path(givenCa, folder), keyFile));
    }
    if (secret != null) {
      forms.add(new DraftTls.Existing(secret));
    }
    if (elsewhere) {
      forms.add(new DraftTls.Elsewhere());
    }
    refuseOthers(forms);
    return new DraftTls(
        forms.isEmpty() ? new DraftTls.Internal() : forms.getFirst(),
        Optional.ofNullable(root).map(file -> path(file, folder)));
  }

  private void refuseOthers(List<DraftTls.Form> forms) throws UsageException {
    if (forms.size() > 1) {
      throw new UsageException(
          "--certificate, --given-ca, --tls-secret and --tls-elsewhere are different ways to certificates: give one of them");
    }
    if (key != null && certificate == null && givenCa == null) {
      throw new UsageException("--tls-key: give its certificate with --certificate or --given-ca");
    }
    if (root != null && forms.isEmpty()) {
      throw new UsageException(
          "--tls-root: an internal CA is a root itself; give --certificate, --given-ca, --tls-secret or --tls-elsewhere");
    }
  }

  /** A path of ours becomes one of the file's. */
  static String path(Path file, Path folder) {
    return (folder.toString().isEmpty() ? file : file.toAbsolutePath().normalize()).toString();
  }
}
