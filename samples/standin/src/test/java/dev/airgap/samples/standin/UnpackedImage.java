package dev.airgap.samples.standin;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullMarked;

/**
 * An image's files, whose Python is run on this machine: with the image's own loader and libraries,
 * which takes neither root nor a container runtime.
 */
@NullMarked
record UnpackedImage(Path root, String version) {

  /** What a pod would not inherit, and this machine may have set. */
  private static final List<String> MACHINE =
      List.of(
          "REQUESTS_CA_BUNDLE",
          "SSL_CERT_FILE",
          "HTTPS_PROXY",
          "https_proxy",
          "HTTP_PROXY",
          "http_proxy",
          "NO_PROXY",
          "no_proxy");

  Daemon start(Path log, Map<String, String> environment, String... arguments) {
    return Daemon.start(log, environment(environment), python(arguments));
  }

  Commands.Outcome run(Map<String, String> environment, String... arguments) {
    return Commands.run(environment(environment), python(arguments));
  }

  private List<String> python(String... arguments) {
    String libraries = root + "/lib/x86_64-linux-gnu:" + root + "/usr/lib/x86_64-linux-gnu";
    List<String> command =
        new ArrayList<>(
            List.of(
                root + "/lib64/ld-linux-x86-64.so.2",
                "--library-path",
                libraries,
                root + "/usr/bin/python3.11"));
    command.addAll(List.of(arguments));
    return command;
  }

  private Map<String, String> environment(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(more);
    for (String ofThisMachine : MACHINE) {
      all.putIfAbsent(ofThisMachine, "");
    }
    all.put("STANDIN_VERSION", version);
    all.put("PYTHONHOME", root + "/usr");
    all.put("PYTHONPATH", root + "/opt/standin:" + root + "/usr/lib/python3/dist-packages");
    all.put("PYTHONDONTWRITEBYTECODE", "1");
    return all;
  }
}
