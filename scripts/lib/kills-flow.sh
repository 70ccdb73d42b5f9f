# shellcheck shell=bash disable=SC2153 # HOST and host are two things
# Kills within steps that come later: an upgrade, requests that a person signs, the client image, what stands beside the
# releases, an enrollment by hand. Sourced by scripts/test-kills, whose kills and run_once they use, in this order.

# ends_well NAME   the same command once more, and then it has nothing to do
ends_well() {
  run_once "$WORK/logs/$1" || { cat "$WORK/logs/$1" >&2; return 1; }
  run_once "$WORK/logs/$1-again" || { cat "$WORK/logs/$1-again" >&2; return 1; }
  grep -q 'nothing had to be changed' "$WORK/logs/$1-again" || { cat "$WORK/logs/$1-again" >&2; die "the run after the last one changed something"; }
}

# Another annotation is another revision. Helm's own record is pending-upgrade after the first kill, and again after the second.
killed_upgrade() {
  cp "$WORK/site.yaml" "$WORK/site.before"
  awk '/^controlPlane:/{print; print "  values: {podAnnotations: {flow: upgraded}}"; next} {print}' "$WORK/site.before" >"$WORK/site.yaml"
  kills \
    'POST /namespaces/zenml-pro/secrets after' \
    'PATCH /secrets/sh.helm.release.v1.zenml-pro.v[0-9]+ after' \
    'PATCH /namespaces/zenml-pro/deployments/zenml-pro after' \
    'PUT /sh.helm.release.v1.zenml-pro.v[0-9]+ before'
  ends_well upgraded
  [ "$(inside kubectl -n zenml-pro get deployment zenml-pro -o 'jsonpath={.spec.template.metadata.annotations.flow}')" = upgraded ] || die "the upgrade is not there"
  [ "$(inside kubectl -n zenml-pro get secrets -l owner=helm,status=deployed -o name | wc -l)" = 1 ] || die "Helm knows two revisions as deployed"
}

# The keys of the requests are made once: a kill before the Secret makes others, a kill after it makes none.
killed_requests() {
  local line keys
  corporate_ca ca
  cp "$WORK/site.yaml" "$WORK/site.before"
  awk -v lines="  givenCa: {cert: $WORK/corporate/ca.pem, requests: $WORK/corporate/requests}" '/^  internalCa: /{print lines; next} {print}' "$WORK/site.before" >"$WORK/site.yaml"
  kills \
    'PATCH /secrets/zenml-ca after' \
    'PATCH /secrets/certificate-requests before' \
    'PATCH /secrets/certificate-requests after'
  keys=$(request_keys)
  run_once "$WORK/logs/requests" && die "nobody has signed, and it went on"
  keeps_keys "$keys"
  keys=$(request_keys)
  grep '^  openssl x509 ' "$WORK/logs/requests" >"$WORK/lines" || { cat "$WORK/logs/requests" >&2; die "it does not say how to sign"; }
  while read -r line; do
    line=${line//CA.pem/$WORK/corporate/ca.pem}
    eval "${line//CA.key/$WORK/corporate/ca.key}" 2>/dev/null
  done <"$WORK/lines"
  kills \
    'PATCH /secrets/zenml-tls before' \
    'PATCH /secrets/zenml-tls after' \
    'PATCH /secrets/receipt before'
  ends_well requested
  keeps_keys "$keys"
}

# A line for each host, with the hash of its key.
request_keys() {
  inside kubectl -n bundle-system get secret certificate-requests -o json | jq -r '.data | to_entries[] | .key + " " + .value' | while read -r host key; do
    printf '%s %s\n' "$host" "$(sha256sum <<<"$key")"
  done | sort
}

# keeps_keys LINES   what was there once is there unchanged; those of further hosts may have come
keeps_keys() {
  local now
  now=$(request_keys)
  [ -n "$1" ] || die "no key was there after the kill"
  [ -z "$(comm -23 <(printf '%s\n' "$1") <(printf '%s\n' "$now"))" ] || die "the keys of the requests were made anew: $1, then $now"
}

# Another CA is another client image: killed as it begins, in the middle of its push, and before the next write to the cluster.
killed_client_image() {
  local moment
  for moment in 0 .3; do
    corporate_site "image$moment"
    kill_when "image-$moment" image_begun "image-$moment" "$moment"
  done
  corporate_site imaged
  kills 'PATCH /secrets/release-zenml-pro-zenml-pro before'
  ends_well imaged
  inside kubectl -n bundle-system get secret receipt -o json | jq -r '.data["receipt.json"]' | base64 -d | jq -e '.clientImage' >/dev/null || die "the receipt names no client image"
}

# image_begun LOG SECONDS   so long ago
image_begun() { grep -q '^client image …' "$WORK/logs/$1" && sleep "$2"; }

# Budgets, and what a workload manager needs, are written by us beside what Helm writes.
killed_beside() {
  cp "$WORK/site.yaml" "$WORK/site.before"
  awk '{ print }
    /^  namespace: zenml-pro$/ { print "  replicas: 2\n  podDisruptionBudget: {maxUnavailable: 1}" }
    /^    organization: / { print "    workloadManager: {}" }' "$WORK/site.before" >"$WORK/site.yaml"
  kills \
    'PATCH /poddisruptionbudgets/bundle-zenml-pro$ before' \
    'PATCH /poddisruptionbudgets/bundle-zenml-pro$ after' \
    'PATCH /namespaces/zenml-pro-production-runs/roles/ before' \
    'PATCH /namespaces/zenml-pro-production-runs/roles/ after' \
    'PATCH /namespaces/zenml-pro-production-runs/rolebindings/ after'
  ends_well beside
  [ "$(inside kubectl get pdb -A -o name | wc -l)" = 2 ] || die "the budgets are $(inside kubectl get pdb -A)"
  inside kubectl -n zenml-pro-production-runs get rolebinding zenml-workload-manager >/dev/null || die "what runs pipelines has no role"
}

# corporate_ca NAME
corporate_ca() {
  mkdir -p "$WORK/corporate"
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -sha256 -days 365 -subj "/CN=$1" \
    -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign \
    -keyout "$WORK/corporate/$1.key" -out "$WORK/corporate/$1.pem" 2>/dev/null
}

# corporate_site NAME   the site with a CA of this name, whose key is at hand
corporate_site() {
  corporate_ca "$1"
  awk -v lines="  givenCa: {cert: $WORK/corporate/$1.pem, key: {file: $WORK/corporate/$1.key}}" '/^  internalCa: /{print lines; next} {print}' "$WORK/site.before" >"$WORK/site.yaml"
}

# What the dashboard would have shown stands in the site file; whenever it is killed, there is one workspace, and it is that one.
killed_by_hand() {
  local organization answer ids
  inside mariadb --no-defaults --socket="$CLUSTER_DIR/mariadb/socket" --user=root -e "CREATE DATABASE IF NOT EXISTS zenml_byhand; GRANT ALL ON zenml_byhand.* TO zenml_staging@'%'"
  inside kubectl -n zenml-pro get secret zenml-ca -o json | jq -r '.data["ca.crt"]' | base64 -d >"$WORK/ca.crt"
  organization=$(hand_api organizations | jq -r '.[0].id')
  answer=$(hand_api 'workspaces?enroll=true' -X POST -H 'Content-Type: application/json' -d "{\"name\": \"byhand\", \"organization_id\": \"$organization\"}")
  (umask 077 && jq -r .enrollment_key <<<"$answer" >"$WORK/byhand.enrollment-key")
  cat >>"$WORK/site.yaml" <<Y
  - name: byhand
    organization: Example
    host: byhand.$HOST
    database: {host: $CLUSTER_DATABASE_HOST, name: zenml_byhand, username: zenml_staging, password: {file: $CLUSTER_MYSQL_ZENML_STAGING_PASSWORD_FILE}}
    enrollment: {organizationId: $organization, workspaceId: $(jq -r .id <<<"$answer"), key: {file: byhand.enrollment-key}}
Y
  kills \
    'PATCH /secrets/workspace-byhand before' \
    'PATCH /secrets/workspace-byhand after' \
    'POST /namespaces/zenml-pro-byhand/secrets after' \
    'PATCH /secrets/release-zenml-pro-byhand-zenml before'
  ends_well byhand
  ids=$(hand_api 'workspaces?workspace_name=byhand' | jq -r '[.[].id] | join(" ")')
  [ "$ids" = "$(jq -r .id <<<"$answer")" ] || die "there are other workspaces than the one of the dashboard: $ids"
}

# hand_api PATH [CURL OPTION...]   as the dashboard asks; no secret is an argument
hand_api() {
  local token
  token=$(inside kubectl -n bundle-system get secret control-plane -o json | jq -r '.data.adminPassword' | base64 -d | api_login admin)
  printf 'header = "Authorization: Bearer %s"\n' "$token" | inside curl -sSf -K - --cacert "$WORK/ca.crt" --resolve "$HOST:443:$CLUSTER_IP" "https://$HOST/api/v1/$1" "${@:2}"
}

# api_login USER   prints a token for the password on standard input
api_login() { inside curl -sSf --cacert "$WORK/ca.crt" --resolve "$HOST:443:$CLUSTER_IP" --data-urlencode "username=$1" --data-urlencode password@- "https://$HOST/api/v1/auth/login" | jq -r .access_token; }
