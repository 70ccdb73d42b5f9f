package dev.airgap.manifest;

/** Every path and name that the bundle format fixes, once. */
public final class BundlePaths {
  /** The folder that holds everything in the container. */
  public static final String ROOT = "zenml-air-gapped-bundle";

  public static final BundlePath MANIFEST_TEXT = new BundlePath("manifest.txt");
  public static final BundlePath SIGNATURE = new BundlePath("manifest.txt.p7s");
  public static final BundlePath MANIFEST_JSON = new BundlePath("manifest.json");
  public static final BundlePath README = new BundlePath("README.txt");
  public static final BundlePath OCI_LAYOUT = new BundlePath("images/oci-layout");
  public static final BundlePath IMAGE_INDEX = new BundlePath("images/index.json");
  public static final BundlePath DOCKER_TABLE = new BundlePath("images/manifest.json");

  private static final String BLOBS = "images/blobs/sha256/";
  private static final String CHARTS = "charts/";
  private static final String DOCUMENTS = "documents/";
  private static final String INSTALLER = "installer/";

  private BundlePaths() {}

  public static BundlePath blob(Digest digest) {
    return new BundlePath(BLOBS + digest.hex());
  }

  public static BundlePath chart(String name, String version) {
    return new BundlePath(textOfChart(name, version));
  }

  public static BundlePath document(String fileName) {
    return new BundlePath(DOCUMENTS + fileName);
  }

  /** Of a name and version that were read: too long ones make no path. */
  static String textOfChart(String name, String version) {
    return CHARTS + name + "-" + version + ".tgz";
  }

  /** As {@link #textOfChart}. */
  static String textOfInstaller(String programVersion) {
    return INSTALLER + "bundle-" + programVersion + "-linux-amd64.tar.gz";
  }

  static boolean isDocument(BundlePath path) {
    return path.text().startsWith(DOCUMENTS)
        && path.text().lastIndexOf('/') == DOCUMENTS.length() - 1;
  }

  public static BundlePath installer(String programVersion) {
    return new BundlePath(textOfInstaller(programVersion));
  }
}
