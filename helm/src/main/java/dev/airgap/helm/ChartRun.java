package dev.airgap.helm;

import dev.airgap.secrets.Secret;
import java.time.Duration;

/**
 * A chart with everything that Helm needs to render or run it.
 *
 * @param chart the packed chart's bytes, from a verified bundle
 * @param values one JSON object (which is YAML); may hold secrets
 * @param kubernetesVersion of the cluster, e.g. {@code v1.34.4}
 * @param timeout how long Helm may wait for the objects
 */
public record ChartRun(
    HelmRelease release, byte[] chart, Secret values, String kubernetesVersion, Duration timeout) {}
