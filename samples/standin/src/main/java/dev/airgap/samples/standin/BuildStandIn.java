package dev.airgap.samples.standin;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;

/**
 * The command behind {@code publish}: packs charts, builds images, pushes both, says what it did.
 */
public final class BuildStandIn {

  private final PublishOptions options;
  private final PrintStream out;

  private BuildStandIn(PublishOptions options, PrintStream out) {
    this.options = options;
    this.out = out;
  }

  /** Exit code 0: all is pushed; 1: a registry or file did not take it; 2: wrong arguments. */
  public static void main(String[] arguments) throws InterruptedException {
    System.exit(run(arguments, System.out, System.err));
  }

  static int run(String[] arguments, PrintStream out, PrintStream err) throws InterruptedException {
    try {
      new BuildStandIn(PublishOptions.parse(arguments, System.getenv()), out).publish();
      return 0;
    } catch (UsageException e) {
      err.println("publish: " + e.getMessage());
      return 2;
    } catch (IOException | GeneralSecurityException e) {
      err.println("publish: " + e.getMessage());
      return 1;
    }
  }

  private void publish() throws IOException, GeneralSecurityException, InterruptedException {
    if (options.authority().isPresent()) {
      PrivateAuthority.trust(options.authority().get());
    }
    List<ChartArchive> charts = pack();
    if (options.chartsTo().isPresent()) {
      write(charts, options.chartsTo().get());
    }
    if (options.target().isPresent()) {
      push(charts, options.target().get());
    }
  }

  private List<ChartArchive> pack() throws IOException {
    Versions versions = options.build().versions();
    return List.of(
        ChartArchive.pack(options.build().folders().chart("zenml-pro"), versions.controlPlane()),
        ChartArchive.pack(options.build().folders().chart("zenml"), versions.workspace()));
  }

  private void write(List<ChartArchive> charts, Path folder) throws IOException {
    Files.createDirectories(folder);
    for (ChartArchive chart : charts) {
      Path file = Files.write(folder.resolve(chart.fileName()), chart.bytes());
      out.println("chart  " + file);
    }
  }

  private void push(List<ChartArchive> charts, RegistryTarget target)
      throws IOException, InterruptedException {
    target.probe();
    if (target.plainHttp()) {
      // jib sends a password without TLS only when told to
      System.setProperty("sendCredentialsOverHttp", "true");
    }
    for (ChartArchive chart : charts) {
      String digest = new ChartPublisher(target).publish(chart);
      out.println(
          "chart  oci://"
              + target.reference("charts/" + chart.name(), chart.version())
              + " "
              + digest);
    }
    PaddingLayers padding =
        new PaddingLayers(options.build().folders().cache(), options.build().paddingMegabytes());
    ImagePublisher images = new ImagePublisher(target, options.build().folders(), padding);
    List<StandInImage> all = new ArrayList<>(StandInImage.all(options.build().versions()));
    if (options.build().openSource()) {
      all.add(StandInImage.openSource(options.build().versions()));
    }
    for (StandInImage image : all) {
      String digest = images.publish(image);
      out.println("image  " + target.reference(image.name(), image.version()) + " " + digest);
    }
  }
}
