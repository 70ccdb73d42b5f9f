package dev.airgap.registry;

/** What people call a registry's settings where they gave them: a remedy has to name these. */
public enum SettingNames {
  /** A registry's entry in a spec or site file. */
  IN_FILE("`plainHttp: true`", "`ca:`"),
  /** Options of a command that speaks to one registry. */
  AS_OPTIONS("--plain-http", "--ca");

  private final String plainHttp;
  private final String authority;

  SettingNames(String plainHttp, String authority) {
    this.plainHttp = plainHttp;
    this.authority = authority;
  }

  String plainHttp() {
    return plainHttp;
  }

  String authority() {
    return authority;
  }
}
