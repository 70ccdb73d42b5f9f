package dev.airgap.cli;

import dev.airgap.installer.access.AccessKit;
import dev.airgap.installer.access.SiteAccess;
import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.receipt.Receipts;
import dev.airgap.installer.site.Site;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "access",
    description = {
      "Print what users of a site need: names, the CA, how to trust it, how to log in.",
      "It holds no secret."
    },
    footer = {"", "Example:  bundle access -f site.yaml --trust signer.pem --to kit"})
final class AccessCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Option(
      names = "--to",
      paramLabel = "DIR",
      description = "Write it there, a file each; files of an earlier kit are written anew.")
  private @Nullable Path folder;

  @Mixin private SiteOptions siteOptions = new SiteOptions();
  @Mixin private TrustOptions trustOptions = new TrustOptions();

  AccessCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws Exception {
    Map<String, String> files = kit().files();
    if (folder == null) {
      files.forEach(
          (name, text) -> surroundings.console().result("==> %s <==\n%s".formatted(name, text)));
    } else {
      write(folder, files);
    }
    return ExitCode.DONE;
  }

  private AccessKit kit() throws Exception {
    Site site = siteOptions.site(surroundings);
    try (Cluster cluster = siteOptions.cluster(site)) {
      Receipts receipts =
          new Receipts(cluster, trustOptions.trust(surroundings), surroundings.clock());
      return new SiteAccess(cluster, receipts).kit(site);
    }
  }

  private void write(Path to, Map<String, String> files) throws IOException, UsageException {
    Files.createDirectories(to);
    for (String name : files.keySet()) {
      Path file = to.resolve(name);
      boolean ours = Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
      if (!ours && Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        throw new UsageException(
            "%s is no regular file, and is not written to; give an empty folder".formatted(file));
      }
    }
    for (Map.Entry<String, String> file : files.entrySet()) {
      Files.writeString(to.resolve(file.getKey()), file.getValue());
      surroundings.console().result("written    " + to.resolve(file.getKey()));
    }
  }
}
