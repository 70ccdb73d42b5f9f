package dev.airgap.installer.site;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What pods go through to reach what is outside of the site.
 *
 * @param http for {@code http://}; a URL without an account
 * @param https for {@code https://}; likewise
 * @param direct what is reached without it, beside what the installer knows itself
 */
public record OutgoingProxy(Optional<String> http, Optional<String> https, List<String> direct) {
  public OutgoingProxy {
    direct = List.copyOf(direct);
  }

  /** The machines that it is. */
  public List<URI> machines() {
    return Stream.of(http, https).flatMap(Optional::stream).map(URI::create).distinct().toList();
  }
}
