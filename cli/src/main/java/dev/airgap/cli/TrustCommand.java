package dev.airgap.cli;

import dev.airgap.archive.BundleRefusedException;
import dev.airgap.archive.TrustFolder;
import dev.airgap.pki.Certificates;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code trust add} and {@code trust list}. */
final class TrustCommand {
  private TrustCommand() {}

  @Command(name = "trust", description = "The signers that are trusted on this machine.")
  static final class Group {}

  @Command(
      name = "add",
      description = "Trust a signer's certificate, once its fingerprint is typed.",
      footer = {"", "Take the fingerprint from what the vendor published, not from the bundle."})
  static final class Add implements Callable<Integer> {
    private final Surroundings surroundings;

    @Parameters(paramLabel = "CERT", description = "The signer's certificate (PEM).")
    private Path certificate = Path.of("");

    @Option(names = "--fingerprint", required = true, paramLabel = "HEX", description = "SHA-256.")
    private String fingerprint = "";

    Add(Surroundings surroundings) {
      this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException, BundleRefusedException {
      Path kept = new TrustFolder(surroundings.trustFolder()).add(certificate, fingerprint);
      surroundings.console().result("trusted     " + kept);
      return ExitCode.DONE;
    }
  }

  @Command(name = "list", description = "List the trusted signers.")
  static final class Listing implements Callable<Integer> {
    private final Surroundings surroundings;

    Listing(Surroundings surroundings) {
      this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException, BundleRefusedException {
      TrustFolder folder = new TrustFolder(surroundings.trustFolder());
      for (X509Certificate signer : folder.list()) {
        surroundings.console().result(describe(signer));
      }
      return ExitCode.DONE;
    }

    private static String describe(X509Certificate signer) {
      return "%s  %s  until %s"
          .formatted(
              Certificates.fingerprint(signer),
              Certificates.subject(signer),
              signer.getNotAfter().toInstant());
    }
  }
}
