# shellcheck shell=bash disable=SC2034,SC2153 # COMMAND is used by run_once; HOST and host are two things
# Kills within what is added to a site later: a workspace, a Gateway before it, certificates of cert-manager, a super-user.
# Sourced by scripts/test-kills, and run in this order, after those of kills-flow.sh.

# A workspace that comes later, with a volume for what its migration keeps: there is one of each in the end.
killed_workspace_add() {
  local COMMAND=(workspace add staging "$FILE" --trust "$WORK/keys/signer.pem" --yes)
  cat >>"$WORK/site.yaml" <<Y
  - name: staging
    organization: Example
    host: staging.$HOST
    database: {host: $CLUSTER_DATABASE_HOST, name: zenml_staging, username: zenml_staging, password: {file: $CLUSTER_MYSQL_ZENML_STAGING_PASSWORD_FILE}, backup: {strategy: dump-file, volume: {size: 1Gi, storageClass: dumps}}}
Y
  dump_volume
  kills \
    'PATCH /secrets/workspace-staging after' \
    'PATCH /secrets/workspace-staging before' \
    'PATCH /secrets/workspace-staging after' \
    'POST /namespaces/zenml-pro-staging/secrets after' \
    'POST /namespaces/zenml-pro-staging/persistentvolumeclaims after' \
    'POST /namespaces/zenml-pro-staging/jobs after' \
    'DELETE /namespaces/zenml-pro-staging/secrets/sh.helm.release.v1.zenml.v1 after' \
    'PATCH /secrets/release-zenml-pro-staging-zenml before' \
    'PATCH /secrets/receipt before'
  ends_well added
  [ "$(hand_api 'workspaces?workspace_name=staging' | jq length)" = 1 ] || die "there is more than one workspace 'staging'"
  [ "$(inside kubectl -n zenml-pro-staging get pvc -o 'jsonpath={.items[*].status.phase}')" = Bound ] || die "the volume is not claimed once: $(inside kubectl -n zenml-pro-staging get pvc)"
}

# A host that moves behind a Gateway: its certificate is in the Gateway's namespace, its Ingress is gone, its route is there.
killed_gateway() {
  local behind=staging.$HOST
  gateway_kinds
  gateway_controller
  inside kubectl create namespace gateways >/dev/null
  gateway_listener staging "$behind"
  site_dns "$(inside cat "$CLUSTER_DIR/dns/hosts")
$GATEWAY_ADDRESS $behind"
  sed -i "s|^    host: $behind\$|&\n    gateway: {name: site, namespace: gateways, section: staging, address: $GATEWAY_ADDRESS}|" "$WORK/site.yaml"
  kills \
    'PATCH /namespaces/gateways/secrets/zenml-pro-staging-tls before' \
    'PATCH /namespaces/gateways/secrets/zenml-pro-staging-tls after' \
    'POST /namespaces/zenml-pro-staging/httproutes after' \
    'DELETE /namespaces/zenml-pro-staging/ingresses/ before' \
    'PATCH /secrets/release-zenml-pro-staging-zenml before'
  ends_well behind
  gateway_call /health >/dev/null || die "staging does not answer through the Gateway"
  [ -z "$(inside kubectl -n zenml-pro-staging get ingress -o name)" ] || die "the Ingress is still there"
}

# Each certificate is asked for once, also of a host behind the Gateway: no second request is left in any namespace.
killed_managed() {
  local certificates requests
  corporate_ca issuer
  sed -i "s|^  givenCa: .*|  certManager: {issuer: corp}\n  ca: $WORK/corporate/issuer.pem|" "$WORK/site.yaml"
  cert_manager_up
  corp_issuer "$WORK/corporate/issuer.pem" "$WORK/corporate/issuer.key"
  cert_manager_hooks
  kill_when webhook grep -q "waits for cert-manager's webhook" "$WORK/logs/webhook"
  cert_manager_webhook
  kills \
    'PATCH /certificates/zenml-tls-issued before' \
    'PATCH /certificates/zenml-tls-issued after' \
    'PATCH /certificates/zenml-tls-issued after' \
    'PATCH /namespaces/gateways/certificates/ after' \
    'PATCH /secrets/receipt before'
  ends_well managed
  cp "$WORK/corporate/issuer.pem" "$WORK/ca.crt"
  certificates=$(inside kubectl get certificates -A -o name | wc -l)
  requests=$(inside kubectl get certificaterequests -A -o name | wc -l)
  if [ "$certificates" -lt 4 ] || [ "$requests" != "$certificates" ]; then die "$certificates certificates, and $requests requests for them"; fi
}

# Before anything is asked, while the control plane makes the user, so that its answer is lost, and as it is gone on with: the
# file's password opens the account, and once more there is nothing to do.
killed_superuser() {
  local COMMAND=(users superuser anna --to "$WORK/anna.password")
  kill_when superuser-1 true
  slow_users "CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(5); RETURN NULL; END'; CREATE TRIGGER slow AFTER INSERT ON users FOR EACH ROW EXECUTE FUNCTION slow()"
  kill_when superuser-2 user_is_being_made
  while user_is_being_made; do sleep .1; done
  slow_users 'DROP FUNCTION slow CASCADE'
  kill_when superuser-3 test -e "$WORK/anna.password.making"
  run_once "$WORK/logs/superuser" || { cat "$WORK/logs/superuser" >&2; return 1; }
  run_once "$WORK/logs/superuser-again" || { cat "$WORK/logs/superuser-again" >&2; return 1; }
  [ ! -e "$WORK/anna.password.making" ] || die "the file of the killed runs is still there"
  tr -d '\n' <"$WORK/anna.password" | api_login anna | grep -q . || die "the password of the file does not open anna's account"
}

slow_users() { inside psql "$(control_plane_database)" -qc "$1" >/dev/null 2>&1; }
user_is_being_made() { [ "$(inside psql "$(control_plane_database)" -Atc "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'")" = 1 ]; }
control_plane_database() { printf 'postgresql://zenml_pro:%s@%s/zenml_pro' "$(cat "$CLUSTER_POSTGRES_ZENML_PRO_PASSWORD_FILE")" "$CLUSTER_DATABASE_HOST"; }
