package dev.airgap.helm.child;

import com.marcnuri.helm.InstallCommand;
import com.marcnuri.helm.ListCommand;
import com.marcnuri.helm.Release;
import com.marcnuri.helm.TemplateCommand;
import com.marcnuri.helm.UninstallCommand;
import com.marcnuri.helm.UpgradeCommand;
import com.marcnuri.helm.jni.HelmLib;
import com.sun.jna.Native;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Runs Helm for the requests it is given, in their order, and halts. It halts as well when its
 * standard input closes: a parent that was killed leaves no child behind that could race the next
 * run.
 */
public final class HelmChild {
  private final HelmLib library;
  private final HelmRequest request;

  private HelmChild(HelmLib library, HelmRequest request) {
    this.library = library;
    this.request = request;
  }

  public static void main(String[] args) throws IOException {
    DataInputStream in = new DataInputStream(System.in);
    List<HelmRequest> requests = HelmRequest.readAll(in);
    haltWhenClosed(in);
    DataOutputStream out = new DataOutputStream(System.out);
    for (HelmRequest request : requests) {
      answer(request, out);
    }
    Runtime.getRuntime().halt(0);
  }

  private static void answer(HelmRequest request, DataOutputStream out) throws IOException {
    boolean done = false;
    String answer;
    try {
      HelmLib library = Native.load(request.library(), HelmLib.class);
      answer = new HelmChild(library, request).run();
      done = true;
    } catch (RuntimeException | UnsatisfiedLinkError e) {
      answer = String.valueOf(e.getMessage());
    }
    byte[] text = answer.getBytes(StandardCharsets.UTF_8);
    out.write(request.token().getBytes(StandardCharsets.US_ASCII));
    out.writeBoolean(done);
    out.writeInt(text.length);
    out.write(text);
    out.flush();
  }

  private static void haltWhenClosed(InputStream in) {
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          try {
            while (in.read() >= 0) {
              // the parent sends nothing more; it only keeps the pipe open
            }
          } catch (IOException e) {
            // as good as closed
          }
          Runtime.getRuntime().halt(3);
        });
  }

  private String run() {
    return switch (request.action()) {
      case RENDER -> render();
      case INSTALL -> install();
      case UPGRADE -> upgrade();
      case STATUS -> status().orElse("");
      case UNINSTALL -> uninstall();
    };
  }

  private String render() {
    return new TemplateCommand(library, Path.of(request.chart()))
        .withName(request.release())
        .withNamespace(request.namespace())
        .withKubeVersion(request.kubernetesVersion())
        .withValuesFile(Path.of(request.values()))
        .call();
  }

  /** Helm's own output is left out: a chart's notes may print secrets. */
  private String install() {
    Release release =
        new InstallCommand(library, Path.of(request.chart()))
            .withName(request.release())
            .withNamespace(request.namespace())
            .withValuesFile(Path.of(request.values()))
            .withKubeConfig(Path.of(request.kubeconfig()))
            .waitReady()
            .withTimeout(request.timeoutSeconds())
            .call();
    return described(release);
  }

  private String upgrade() {
    Release release =
        new UpgradeCommand(library, Path.of(request.chart()))
            .withName(request.release())
            .withNamespace(request.namespace())
            .withValuesFile(Path.of(request.values()))
            .withKubeConfig(Path.of(request.kubeconfig()))
            .resetValues()
            .waitReady()
            .withTimeout(request.timeoutSeconds())
            .call();
    return described(release);
  }

  private Optional<String> status() {
    return new ListCommand(library)
            .withNamespace(request.namespace())
            .withKubeConfig(Path.of(request.kubeconfig()))
            .all()
            .call()
            .stream()
            .filter(release -> release.getName().equals(request.release()))
            .findFirst()
            .map(HelmChild::described);
  }

  private String uninstall() {
    return new UninstallCommand(library, request.release())
        .withNamespace(request.namespace())
        .withKubeConfig(Path.of(request.kubeconfig()))
        .call();
  }

  private static String described(Release release) {
    return String.join(
        "\n", release.getStatus(), String.valueOf(release.getChart()), release.getRevision());
  }
}
