package dev.airgap.cli;

import dev.airgap.archive.BundleOpener;
import dev.airgap.archive.BundleVerifier;
import dev.airgap.archive.OpenBundle;
import dev.airgap.archive.VerifiedBundle;
import dev.airgap.installer.serve.BundleServer;
import dev.airgap.manifest.ImageEntry;
import dev.airgap.pki.ServerIdentity;
import dev.airgap.pki.UnusableKeyException;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "serve",
    description = "Serve a verified bundle as a registry that can only be read, until stopped.",
    footer = {
      "",
      "containerd, skopeo or another registry's proxy cache can pull straight out of the file.",
      "Anybody who reaches the address may pull: it is 127.0.0.1 unless --listen says otherwise,",
      "and then TLS is spoken.",
      "",
      "Example:  bundle serve zenml.tar --trust signer.pem"
    })
final class ServeCommand implements Callable<Integer> {
  private static final Pattern ADDRESS = Pattern.compile("(.+):([0-9]{1,5})");
  private static final int MAX_PORT = 65_535;

  private final Surroundings surroundings;

  @Parameters(paramLabel = "FILE", description = "The bundle.")
  private Path file = Path.of("");

  @Option(
      names = "--listen",
      paramLabel = "ADDRESS:PORT",
      description = "Where to listen (default: ${DEFAULT-VALUE}; port 0: any that is free).",
      defaultValue = "127.0.0.1:5000")
  private String listen = "";

  @Option(names = "--tls-cert", paramLabel = "FILE", description = "Certificate chain (PEM).")
  private @Nullable Path certificate;

  @Option(names = "--tls-key", paramLabel = "FILE", description = "Its key (PEM).")
  private @Nullable Path key;

  @Mixin private TrustOptions trust = new TrustOptions();

  ServeCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws Exception {
    InetSocketAddress address = address();
    Optional<SSLContext> tls = tls(address);
    try (OpenBundle open = new BundleOpener().open(file);
        VerifiedBundle bundle =
            new BundleVerifier(surroundings.clock())
                .verify(open, trust.trust(surroundings), new PrintedChecks(surroundings));
        BundleServer server = BundleServer.serve(bundle, address, tls)) {
      print(bundle, server, tls.isPresent());
      new CountDownLatch(1).await();
    }
    return ExitCode.DONE;
  }

  private void print(VerifiedBundle bundle, BundleServer server, boolean secure) {
    Console console = surroundings.console();
    InetSocketAddress at = server.address();
    String address = at.getAddress().getHostAddress();
    String host = at.getAddress() instanceof Inet6Address ? "[" + address + "]" : address;
    String registry = host + ":" + at.getPort();
    for (ImageEntry image : bundle.manifest().images()) {
      console.result("image       %s/%s@%s".formatted(registry, image.reference(), image.digest()));
    }
    console.result(
        "serving     %s://%s, to be read only; stop it with Ctrl-C"
            .formatted(secure ? "https" : "http", registry));
  }

  private InetSocketAddress address() throws UsageException {
    Matcher matcher = ADDRESS.matcher(listen);
    if (!matcher.matches() || Integer.parseInt(matcher.group(2)) > MAX_PORT) {
      throw new UsageException(
          "--listen %s: give an address and a port, such as 127.0.0.1:5000".formatted(listen));
    }
    try {
      return new InetSocketAddress(
          InetAddress.getByName(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    } catch (UnknownHostException e) {
      throw new UsageException("--listen %s: this machine has no such address".formatted(listen));
    }
  }

  private Optional<SSLContext> tls(InetSocketAddress address)
      throws UsageException, IOException, UnusableKeyException {
    if (certificate != null && key != null) {
      return Optional.of(ServerIdentity.read(certificate, key));
    }
    if (certificate != null || key != null) {
      throw new UsageException("--tls-cert and --tls-key belong together");
    }
    if (!address.getAddress().isLoopbackAddress()) {
      throw new UsageException(
          "--listen %s: others can reach it, so TLS is spoken: give --tls-cert and --tls-key"
              .formatted(listen));
    }
    return Optional.empty();
  }
}
