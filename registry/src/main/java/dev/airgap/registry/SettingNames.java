package dev.airgap.registry;

/** What people call a registry's settings where they gave them: a remedy has to name these. */
public enum SettingNames {
  /** A registry's entry in a spec or site file. */
  IN_FILE("`plainHttp: true`", "`ca:`", "`clientCertificate:`", "`tokenRealm: [%s]`"),
  /** Options of a command that speaks to one registry. */
  AS_OPTIONS("--plain-http", "--ca", "--client-cert and --client-key", "--token-realm %s");

  private final String plainHttp;
  private final String authority;
  private final String clientCertificate;
  private final String tokenRealm;

  SettingNames(String plainHttp, String authority, String clientCertificate, String tokenRealm) {
    this.plainHttp = plainHttp;
    this.authority = authority;
    this.clientCertificate = clientCertificate;
    this.tokenRealm = tokenRealm;
  }

  String plainHttp() {
    return plainHttp;
  }

  String authority() {
    return authority;
  }

  String clientCertificate() {
    return clientCertificate;
  }

  String tokenRealm(String host) {
    return tokenRealm.formatted(host);
  }
}
