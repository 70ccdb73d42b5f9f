package dev.airgap.installer.cluster;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The API server's clock, as the {@code Date} header of its answers tells it. */
public final class ServerClock {
  private static final Duration ANSWER = Duration.ofSeconds(10);

  private final KubernetesClient client;

  ServerClock(KubernetesClient client) {
    this.client = client;
  }

  /**
   * How far it is before ours, negative where it is behind; empty where the server does not say.
   * The header has whole seconds, and the way there and back is halved.
   */
  public Optional<Duration> ahead(Clock ours) throws ClusterException, InterruptedException {
    Instant before = ours.instant();
    Optional<Instant> theirs = date();
    Instant middle = before.plus(Duration.between(before, ours.instant()).dividedBy(2));
    return theirs.map(time -> Duration.between(middle, time));
  }

  private Optional<Instant> date() throws ClusterException, InterruptedException {
    HttpClient http = client.getHttpClient();
    try {
      HttpResponse<String> answer =
          http.sendAsync(
                  http.newHttpRequestBuilder()
                      .uri(client.getMasterUrl().toString().replaceFirst("/$", "") + "/version")
                      .build(),
                  String.class)
              .get(ANSWER.toSeconds(), TimeUnit.SECONDS);
      return answer.headers("Date").stream()
          .findFirst()
          .map(text -> Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text)));
    } catch (ExecutionException | TimeoutException | DateTimeException e) {
      throw new ClusterException(
          "the time of the cluster's API server could not be asked (%s)"
              .formatted(e.getClass().getSimpleName()),
          e);
    }
  }
}
