package dev.airgap.manifest;

import java.util.Map;
import java.util.TreeMap;

/** The versions of the parts of a product; which parts there are depends on the product. */
public sealed interface Versions {
  Product product();

  String client();

  /** The version of the server image and chart: a workspace's, or the open-source edition's. */
  String server();

  /** Part to version, sorted by part, as in {@code manifest.json}. */
  Map<String, String> byPart();

  /** For people, such as {@code server 0.95.1, client 0.95.1}. */
  String inWords();

  /** ZenML Pro: a control plane, its workspaces, and the client image for pipelines. */
  record Pro(String controlPlane, String workspace, String client) implements Versions {
    public Pro {
      Grammar.requireVersion("versions.controlPlane", controlPlane);
      Grammar.requireVersion("versions.workspace", workspace);
      Grammar.requireVersion("versions.client", client);
    }

    @Override
    public Product product() {
      return Product.ZENML_PRO;
    }

    @Override
    public String server() {
      return workspace;
    }

    @Override
    public String inWords() {
      return "control plane %s, workspace %s, client %s".formatted(controlPlane, workspace, client);
    }

    @Override
    public Map<String, String> byPart() {
      return new TreeMap<>(
          Map.of("controlPlane", controlPlane, "workspace", workspace, "client", client));
    }
  }

  /** The open-source edition: one server, and the client image. */
  record OpenSource(String server, String client) implements Versions {
    public OpenSource {
      Grammar.requireVersion("versions.server", server);
      Grammar.requireVersion("versions.client", client);
    }

    @Override
    public Product product() {
      return Product.ZENML;
    }

    @Override
    public String inWords() {
      return "server %s, client %s".formatted(server, client);
    }

    @Override
    public Map<String, String> byPart() {
      return new TreeMap<>(Map.of("server", server, "client", client));
    }
  }
}
