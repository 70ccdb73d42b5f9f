package dev.airgap.secrets.wrong;

import com.google.cloud.tools.jib.api.Jib;
import com.marcnuri.helm.Helm;
import com.sun.jna.Native;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.hc.core5.http.HttpHost;
import org.bouncycastle.asn1.x500.X500Name;
import org.mariadb.jdbc.Configuration;
import org.yaml.snakeyaml.LoaderOptions;
import picocli.CommandLine;

/** Breaks the rules on purpose: has every library that belongs to another module. */
public final class TakesLibraries {
  public List<Class<?>> all() {
    return List.of(
        CommandLine.class,
        HttpHost.class,
        Helm.class,
        Jib.class,
        KubernetesClient.class,
        LoaderOptions.class,
        Native.class,
        Configuration.class,
        TarArchiveEntry.class,
        X500Name.class);
  }
}
