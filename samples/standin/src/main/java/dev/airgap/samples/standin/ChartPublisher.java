package dev.airgap.samples.standin;

import com.google.cloud.tools.jib.api.Credential;
import com.google.cloud.tools.jib.api.CredentialRetriever;
import com.google.cloud.tools.jib.api.DescriptorDigest;
import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.blob.Blob;
import com.google.cloud.tools.jib.blob.BlobDescriptor;
import com.google.cloud.tools.jib.blob.Blobs;
import com.google.cloud.tools.jib.event.EventHandlers;
import com.google.cloud.tools.jib.frontend.CredentialRetrieverFactory;
import com.google.cloud.tools.jib.http.FailoverHttpClient;
import com.google.cloud.tools.jib.registry.RegistryClient;
import com.google.cloud.tools.jib.registry.credentials.CredentialRetrievalException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Pushes a chart as the OCI artifact that {@code helm push} makes. */
final class ChartPublisher {

  private static final String CONFIG_TYPE = "application/vnd.cncf.helm.config.v1+json";
  private static final String CONTENT_TYPE = "application/vnd.cncf.helm.chart.content.v1.tar+gzip";

  private final RegistryTarget target;

  ChartPublisher(RegistryTarget target) {
    this.target = target;
  }

  /** The digest of the chart's manifest. */
  String publish(ChartArchive chart) throws IOException {
    FailoverHttpClient http =
        new FailoverHttpClient(target.plainHttp(), target.plainHttp(), event -> {});
    try {
      return push(client(http, chart), chart).toString();
    } catch (RegistryException | CredentialRetrievalException | InvalidImageReferenceException e) {
      throw new IOException(
          "cannot push "
              + target.reference("charts/" + chart.name(), chart.version())
              + ": "
              + e.getMessage(),
          e);
    } finally {
      http.shutDown();
    }
  }

  private RegistryClient client(FailoverHttpClient http, ChartArchive chart)
      throws IOException,
          RegistryException,
          CredentialRetrievalException,
          InvalidImageReferenceException {
    String repository = target.repository("charts/" + chart.name());
    RegistryClient.Factory factory =
        RegistryClient.factory(EventHandlers.NONE, target.host(), repository, http);
    Optional<Credential> credential = credential(chart);
    credential.ifPresent(factory::setCredential);
    RegistryClient client = factory.newRegistryClient();
    if (!client.doPushBearerAuth() && credential.isPresent()) {
      client.configureBasicAuth();
    }
    return client;
  }

  private Optional<Credential> credential(ChartArchive chart)
      throws CredentialRetrievalException, InvalidImageReferenceException {
    if (target.credential().isPresent()) {
      return target.credential();
    }
    ImageReference reference =
        ImageReference.parse(target.reference("charts/" + chart.name(), chart.version()));
    CredentialRetriever docker =
        CredentialRetrieverFactory.forImage(reference, event -> {}).dockerConfig();
    return docker.retrieve();
  }

  private static DescriptorDigest push(RegistryClient client, ChartArchive chart)
      throws IOException, RegistryException {
    String config =
        """
        {"name":"%s","version":"%s","apiVersion":"v2","type":"application"}\
        """
            .formatted(chart.name(), chart.version());
    BlobDescriptor configBlob = push(client, config.getBytes(StandardCharsets.UTF_8));
    BlobDescriptor content = push(client, chart.bytes());
    String manifest =
        """
        {"schemaVersion":2,"config":%s,"layers":[%s],"annotations":{\
        "org.opencontainers.image.created":"%s",\
        "org.opencontainers.image.title":"%s","org.opencontainers.image.version":"%s"}}\
        """
            .formatted(
                descriptor(CONFIG_TYPE, configBlob),
                descriptor(CONTENT_TYPE, content),
                LayerFiles.TIME,
                chart.name(),
                chart.version());
    return client.pushManifest(new ChartManifest(manifest), chart.version());
  }

  private static BlobDescriptor push(RegistryClient client, byte[] bytes)
      throws IOException, RegistryException {
    Blob blob = Blobs.from(new ByteArrayInputStream(bytes));
    BlobDescriptor descriptor = blob.writeTo(OutputStream.nullOutputStream());
    if (client.checkBlob(descriptor.getDigest()).isEmpty()) {
      Blob again = Blobs.from(out -> out.write(bytes), true);
      client.pushBlob(descriptor.getDigest(), again, null, sent -> {});
    }
    return descriptor;
  }

  private static String descriptor(String mediaType, BlobDescriptor blob) {
    return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}"
        .formatted(mediaType, blob.getDigest(), blob.getSize());
  }
}
