package dev.airgap.installer.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A pod that runs one program for at most a minute, without rights and without a token, and keeps
 * to what the strictest pod security standard allows.
 *
 * @param node where it runs; no scheduler is asked
 * @param image by digest; pulled even where the node has it, so that the account is tried
 * @param pullSecret name of a Secret beside it
 * @param environment no secret may be in it
 */
public record PassingPod(
    String name,
    String node,
    String image,
    Optional<String> pullSecret,
    List<String> program,
    Map<String, String> environment) {
  static final String CONTAINER = "probe";

  /** Of a pod, from its start on. */
  private static final long SECONDS = 60;

  private static final long NOBODY = 65_534;

  public PassingPod {
    program = List.copyOf(program);
    environment = Map.copyOf(environment);
  }

  Pod in(String namespace) {
    PodBuilder pod =
        new PodBuilder()
            .withNewMetadata()
            .withNamespace(namespace)
            .withName(name)
            .withLabels(PassingNamespace.LABELS)
            .endMetadata()
            .withNewSpec()
            .withNodeName(node)
            .withRestartPolicy("Never")
            .withActiveDeadlineSeconds(SECONDS)
            .withTerminationGracePeriodSeconds(0L)
            .withAutomountServiceAccountToken(false)
            .withEnableServiceLinks(false)
            .withNewSecurityContext()
            .withRunAsNonRoot(true)
            .withRunAsUser(NOBODY)
            .withRunAsGroup(NOBODY)
            .withNewSeccompProfile()
            .withType("RuntimeDefault")
            .endSeccompProfile()
            .endSecurityContext()
            .endSpec();
    pullSecret.ifPresent(secret -> pod.editSpec().addNewImagePullSecret(secret).endSpec());
    return withContainer(pod).build();
  }

  private PodBuilder withContainer(PodBuilder pod) {
    var container =
        pod.editSpec()
            .addNewContainer()
            .withName(CONTAINER)
            .withImage(image)
            .withImagePullPolicy("Always")
            .withCommand(program)
            .withNewSecurityContext()
            .withAllowPrivilegeEscalation(false)
            .withReadOnlyRootFilesystem(true)
            .withNewCapabilities()
            .withDrop("ALL")
            .endCapabilities()
            .endSecurityContext();
    environment.forEach(
        (name, value) -> container.addNewEnv().withName(name).withValue(value).endEnv());
    return container.endContainer().endSpec();
  }
}
