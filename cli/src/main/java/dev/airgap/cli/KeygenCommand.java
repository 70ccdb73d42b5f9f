package dev.airgap.cli;

import dev.airgap.pki.Certificates;
import dev.airgap.pki.SignerFiles;
import dev.airgap.secrets.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "keygen",
    description = "Make a signer's key and certificate.",
    footer = {"", "Example:  bundle keygen --name \"Example release\" --out keys"})
final class KeygenCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Option(names = "--name", required = true, description = "Common name of the signer.")
  private String name = "";

  @Option(names = "--out", required = true, paramLabel = "DIR", description = "Folder to write to.")
  private Path out = Path.of("");

  @Option(
      names = "--days",
      defaultValue = "1095",
      description = "Validity in days (default: ${DEFAULT-VALUE}).")
  private int days;

  @Option(names = "--no-passphrase", description = "Leave the key unencrypted (mode 0600).")
  private boolean unprotected;

  @Mixin private PassphraseOptions passphrase = new PassphraseOptions();

  KeygenCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException, UsageException {
    if (days < 1 || days > 3650) {
      throw new UsageException("--days %d: give 1 to 3650".formatted(days));
    }
    var certificate =
        new SignerFiles(surroundings.clock())
            .generate(name, Duration.ofDays(days), protection(), out);
    Console console = surroundings.console();
    console.result("key          " + out.resolve("signer.key"));
    console.result("certificate  " + out.resolve("signer.pem"));
    console.result("fingerprint  " + Certificates.fingerprint(certificate));
    console.note(
        "Publish the fingerprint by another way than the bundle; keep the key to yourself.");
    return ExitCode.DONE;
  }

  private Optional<Secret> protection() throws IOException, UsageException {
    if (unprotected) {
      return Optional.empty();
    }
    Optional<Secret> given = passphrase.chosen(surroundings, "Passphrase for the new key");
    if (given.isEmpty()) {
      throw new UsageException(
          "the new key needs a passphrase: type one, or give --passphrase-file or"
              + " BUNDLE_PASSPHRASE, or say --no-passphrase");
    }
    return given;
  }
}
