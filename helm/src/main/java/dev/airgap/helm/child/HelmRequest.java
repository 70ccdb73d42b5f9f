package dev.airgap.helm.child;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One request to the child. It holds paths and names only; values stand in a file.
 *
 * @param chart the chart's folder or packed file; empty where the action needs none
 * @param values the values file; likewise
 * @param timeoutSeconds how long Helm may wait for objects
 * @param token begins the answer, so that nothing a library prints is taken for it
 */
public record HelmRequest(
    Action action,
    String release,
    String namespace,
    String chart,
    String values,
    String kubernetesVersion,
    int timeoutSeconds,
    String kubeconfig,
    String library,
    String token) {
  /** What Helm shall do. */
  public enum Action {
    RENDER,
    INSTALL,
    UPGRADE,
    STATUS,
    UNINSTALL
  }

  /** For people: namespace and release of each. */
  public static String names(List<HelmRequest> requests) {
    return requests.stream()
        .map(request -> request.namespace + "/" + request.release)
        .collect(Collectors.joining(", "));
  }

  /** All requests of one child. */
  public static void writeAll(List<HelmRequest> requests, DataOutputStream out) throws IOException {
    out.writeInt(requests.size());
    for (HelmRequest request : requests) {
      request.write(out);
    }
    out.flush();
  }

  static List<HelmRequest> readAll(DataInputStream in) throws IOException {
    List<HelmRequest> requests = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      requests.add(read(in));
    }
    return requests;
  }

  private void write(DataOutputStream out) throws IOException {
    out.writeUTF(action.name());
    for (String text :
        new String[] {
          release, namespace, chart, values, kubernetesVersion, kubeconfig, library, token
        }) {
      out.writeUTF(text);
    }
    out.writeInt(timeoutSeconds);
  }

  private static HelmRequest read(DataInputStream in) throws IOException {
    Action action = Action.valueOf(in.readUTF());
    String release = in.readUTF();
    String namespace = in.readUTF();
    String chart = in.readUTF();
    String values = in.readUTF();
    String version = in.readUTF();
    String kubeconfig = in.readUTF();
    String library = in.readUTF();
    String token = in.readUTF();
    return new HelmRequest(
        action,
        release,
        namespace,
        chart,
        values,
        version,
        in.readInt(),
        kubeconfig,
        library,
        token);
  }
}
