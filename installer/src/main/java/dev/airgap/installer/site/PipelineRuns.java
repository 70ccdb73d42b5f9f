package dev.airgap.installer.site;

import java.util.Map;
import java.util.SortedMap;

/**
 * What runs pipelines for a workspace when somebody starts them in the dashboard.
 *
 * @param cloud whose form of it
 * @param namespace of its own, which holds nothing else
 * @param serviceAccount that its jobs run as
 * @param account annotations of it, as clouds' workload identities want them
 * @param runner which of the bundle's images jobs run; nothing is built
 * @param settings further variables of the server, by their whole names
 */
public record PipelineRuns(
    Cloud cloud,
    String namespace,
    String serviceAccount,
    Map<String, String> account,
    Runner runner,
    SortedMap<String, String> settings) {
  public PipelineRuns {
    account = Map.copyOf(account);
  }

  /** The forms that the product has. */
  public enum Cloud {
    KUBERNETES("kubernetes", "kubernetes_workload_manager.KubernetesWorkloadManager"),
    AWS("aws", "aws_kubernetes_workload_manager.AWSKubernetesWorkloadManager"),
    GCP("gcp", "gcp_kubernetes_workload_manager.GCPKubernetesWorkloadManager");

    private final String word;
    private final String source;

    Cloud(String word, String source) {
      this.word = word;
      this.source = source;
    }

    String word() {
      return word;
    }

    /** The class that the server loads. */
    public String source() {
      return "zenml_cloud_plugins." + source;
    }
  }

  /** Which image jobs run. */
  public enum Runner {
    /** The client image; with the site's CA, where there is one. */
    CLIENT("client"),
    SERVER("server");

    private final String word;

    Runner(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }
}
