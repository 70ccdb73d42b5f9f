package dev.airgap.installer.workspace;

import dev.airgap.secrets.Secret;
import java.util.Map;
import java.util.TreeMap;

/** A workspace that the control plane knows, with the key that its server shows. */
record Enrolled(String organizationId, String organizationName, String workspaceId, Secret key)
    implements Belonging {
  @Override
  public void addTo(Map<String, Object> values, Place place) {
    String plane = "https://" + place.site().controlPlane().host();
    Map<String, Object> pro = new TreeMap<>();
    pro.put("enabled", true);
    pro.put("apiURL", plane + "/api/v1");
    pro.put("dashboardURL", plane);
    pro.put("organizationID", organizationId);
    pro.put("organizationName", organizationName);
    pro.put("workspaceID", workspaceId);
    pro.put("workspaceName", place.server().name());
    place
        .chartSecrets()
        .put(pro, "enrollmentKey", key, place.top(), "pro", "enrollmentKeySecretRef");
    values.put("pro", pro);
  }
}
