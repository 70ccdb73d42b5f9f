package dev.airgap.cli;

import dev.airgap.archive.SealedBundle;
import dev.airgap.bundler.CreateBundle;
import dev.airgap.bundler.progress.CreateListener;
import dev.airgap.bundler.seal.Sealing;
import dev.airgap.helm.HelmInChild;
import dev.airgap.helm.HelmRuntime;
import dev.airgap.installer.json.Json;
import dev.airgap.pki.Certificates;
import dev.airgap.pki.Signer;
import dev.airgap.pki.SignerFiles;
import dev.airgap.secrets.Secret;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "create",
    description = "Put one release, all images and charts, into one signed file.",
    footer = {
      "",
      "Credentials for source registries come from docker's config and helpers (docker login).",
      "",
      "Example:  bundle create -f bundle.yaml --key signer.key --cert signer.pem -o zenml.tar"
    })
final class CreateCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Option(names = "-f", required = true, paramLabel = "SPEC", description = "What to build.")
  private Path spec = Path.of("");

  @Option(
      names = "--key",
      required = true,
      paramLabel = "FILE",
      description = "The signer's key (PEM), or key and certificate (PKCS#12).")
  private Path key = Path.of("");

  @Option(names = "--cert", paramLabel = "FILE", description = "The signer's certificate (PEM).")
  private @Nullable Path certificate;

  @Option(names = "--quiet", description = "Print nothing but results and errors.")
  private boolean quiet;

  @Option(
      names = "--output",
      paramLabel = "text|json",
      description = "Form of the result (default: text).")
  private OutputForm output = OutputForm.text;

  @Mixin private SealingOptions how = new SealingOptions();
  @Mixin private PassphraseOptions passphrases = new PassphraseOptions();

  CreateCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws Exception {
    CLibrary.ofThisMachine().requireForHelm();
    if (quiet) {
      surroundings.console().beQuiet();
    }
    Signer signer =
        new SignerFiles(surroundings.clock())
            .read(key, Optional.ofNullable(certificate), passphrase());
    try (Reused base = Reused.open(how.since(), signer, surroundings);
        Reused reused = Reused.open(how.reuse(), signer, surroundings)) {
      SealedBundle sealed = seal(signer, how.sealing(signer, reused, base, surroundings));
      print(sealed, signer);
      return ExitCode.DONE;
    }
  }

  private Optional<Secret> passphrase() throws Exception {
    return SignerFiles.isProtected(key)
        ? passphrases.givenOrTyped(surroundings, "Passphrase of " + key)
        : Optional.empty();
  }

  private SealedBundle seal(Signer signer, Sealing sealing) throws Exception {
    ByteProgress progress = new ByteProgress(surroundings, "layers");
    SealedBundle sealed =
        new CreateBundle(
                new HelmInChild(HelmRuntime.ofThisProgram()),
                surroundings.secrets(),
                surroundings.environment(),
                surroundings.clock(),
                new Listener(progress))
            .create(spec, signer, sealing);
    progress.end();
    return sealed;
  }

  private void print(SealedBundle sealed, Signer signer) {
    switch (output) {
      case json -> printJson(sealed, signer);
      case text -> printText(sealed, signer);
    }
  }

  private void printJson(SealedBundle sealed, Signer signer) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("bundle", sealed.parts().stream().map(Path::toString).toList());
    result.put("size", sealed.size());
    result.put("files", sealed.files());
    result.put("manifest", sealed.manifestDigest().toString());
    result.put("signer", Certificates.fingerprint(signer.certificate()));
    sealed.manifest().base().ifPresent(base -> result.put("base", PrintedBase.json(base)));
    surroundings.console().result(Json.writePretty(result));
  }

  private void printText(SealedBundle sealed, Signer signer) {
    Console console = surroundings.console();
    sealed.parts().forEach(part -> console.result("bundle       " + part));
    console.result("size         %d bytes in %d files".formatted(sealed.size(), sealed.files()));
    console.result("manifest.txt " + sealed.manifestDigest());
    console.result("signer       " + Certificates.fingerprint(signer.certificate()));
    sealed
        .manifest()
        .base()
        .ifPresent(base -> console.result("delta of     " + PrintedBase.text(base)));
    console.note(
        "next         bundle verify %s --trust %s"
            .formatted(
                ShellWord.of(sealed.file()),
                certificate == null ? "SIGNER.pem" : ShellWord.of(certificate)));
  }

  private final class Listener implements CreateListener {
    private final ByteProgress progress;

    Listener(ByteProgress progress) {
      this.progress = progress;
    }

    @Override
    public void stage(String what) {
      surroundings.console().note(what);
    }

    @Override
    public void warning(String what) {
      surroundings.console().warn(what);
    }

    @Override
    public void fetched(long done, long inAll) {
      progress.at(done, inAll);
    }
  }
}
