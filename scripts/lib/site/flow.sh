# shellcheck shell=bash
# What breaks while an install runs, and what a person does about it. Sourced by scripts/test-site after the others.
# Places in main(): each function says its own.

# flow_site FILE AWK   the site file with an awk program run over it
flow_site() { awk "$2" "$WORK/site.yaml" >"$WORK/$1.yaml"; }

# A control plane that is never healthy in time names the key that gives it more.
# Before "install", in the cluster of "another cluster": the site's hosts lead to an address where nobody answers.
short_patience() {
  flow_site impatient '/^controlPlane:/{print "timeouts: {controlPlane: 10m, health: 10s}"} {sub(/address: [0-9.]+/, "address: 127.0.0.9")} {print}'
  expect 5 'timeouts.health in the site file (now 10s) gives it more time' install_bundle "$FILE" "$WORK/impatient.yaml" --accept ingress-address='a test' --accept dns-inside='a test'
}

# Helm that was killed in the middle of an upgrade: its own record says pending-upgrade, and Helm alone would never go on.
# After "status, load and plan for programs".
stuck_releases() {
  local status revision
  for status in pending-upgrade pending-rollback; do
    flow_site stuck '/^controlPlane:/{print; print "  values: {podAnnotations: {flow: '"$status"'}}"; next} {print}'
    expect 0 'proven and recorded' install_bundle "$FILE" "$WORK/stuck.yaml"
    revision=$(last_revision zenml-pro zenml-pro)
    mark_release zenml-pro zenml-pro $((revision - 1)) deployed # as it still is while Helm upgrades
    mark_release zenml-pro zenml-pro "$revision" "$status"
    expect 0 "is $status at revision $revision: mark that revision as failed" plan "$FILE"
    expect 0 'proven and recorded' install_bundle "$FILE"
    [ "$(inside kubectl -n zenml-pro get secret "sh.helm.release.v1.zenml-pro.v$revision" -o 'jsonpath={.metadata.labels.status}')" = failed ] || die "revision $revision was not marked"
    [ "$(last_revision zenml-pro zenml-pro)" = $((revision + 1)) ] || die "it was not one upgrade that followed"
  done
  expect 0 'nothing had to be changed' install_bundle "$FILE"
}

# last_revision NAMESPACE RELEASE
last_revision() { inside kubectl -n "$1" get secrets -l "owner=helm,name=$2" -o json | jq '[.items[].metadata.labels.version | tonumber] | max'; }

# mark_release NAMESPACE RELEASE REVISION STATUS   as a kill leaves it: the record alone
mark_release() {
  local name="sh.helm.release.v1.$2.v$3"
  inside kubectl -n "$1" get secret "$name" -o json >"$WORK/record.json"
  jq -r '.data.release' "$WORK/record.json" | base64 -d | base64 -d | gunzip | jq -c --arg status "$4" '.info.status = $status' | gzip | base64 -w0 | base64 -w0 >"$WORK/record"
  jq --rawfile data "$WORK/record" --arg status "$4" '.data.release = $data | .metadata.labels.status = $status | del(.metadata.resourceVersion)' "$WORK/record.json" | inside kubectl replace -f - >/dev/null
}

# The administrator may not log in: a person enrolls in the dashboard (here: curl with a token from before), and the same command goes on.
# After "one more workspace"; makes the workspace "byhand" with a database of its own.
enrolled_by_hand() {
  local token organization answer
  inside mariadb --no-defaults --socket="$CLUSTER_DIR/mariadb/socket" --user=root -e "CREATE DATABASE zenml_byhand; GRANT ALL ON zenml_byhand.* TO zenml_staging@'%'"
  token=$(api_token)
  administrator 0
  expect 0 'the control plane could not be asked' check
  cat "$WORK/site.yaml" - >"$WORK/byhand.yaml" <<Y
  - name: byhand
    organization: Example
    host: byhand.$HOST
    database: {host: $CLUSTER_DATABASE_HOST, name: zenml_byhand, username: zenml_staging, password: {file: $CLUSTER_MYSQL_ZENML_STAGING_PASSWORD_FILE}}
Y
  expect 7 'organization Example, workspace byhand' add_byhand
  grep -qF 'key: {file: byhand.enrollment-key}' "$WORK/said" || die "it does not say into which key the answer belongs"
  administrator 1
  organization=$(api "$token" organizations | jq -r '.[] | select(.name == "Example") | .id')
  answer=$(api "$token" 'workspaces?enroll=true' -X POST -H 'Content-Type: application/json' -d "{\"name\": \"byhand\", \"organization_id\": \"$organization\"}")
  (umask 077 && jq -r .enrollment_key <<<"$answer" >"$WORK/byhand.enrollment-key")
  printf '    enrollment: {organizationId: %s, workspaceId: 11111111-1111-1111-1111-111111111111, key: {file: byhand.enrollment-key}}\n' "$organization" >>"$WORK/byhand.yaml"
  (umask 077 && printf '%s\n' "$token" >"$WORK/byhand.token")
  sed -i 's#^controlPlane:#controlPlane:\n  token: {file: byhand.token}#' "$WORK/byhand.yaml"
  expect 7 'which the control plane does not know' add_byhand
  sed -i "s/11111111-1111-1111-1111-111111111111/$(jq -r .id <<<"$answer")/" "$WORK/byhand.yaml"
  expect 0 'workspace byhand: proven and recorded' add_byhand
  expect 0 'nothing had to be changed' add_byhand
  expect 0 'all is well' bundle check -f "$WORK/byhand.yaml" --trust "$WORK/keys/signer.pem"
}

# administrator 0|1   whether the control plane lets the administrator in
administrator() { inside psql "postgresql://zenml_pro:$(cat "$CLUSTER_POSTGRES_ZENML_PRO_PASSWORD_FILE")@$CLUSTER_DATABASE_HOST/zenml_pro" -qc "UPDATE users SET is_active = $1 WHERE username = 'admin'" >/dev/null; }

add_byhand() { bundle workspace add byhand "$FILE" -f "$WORK/byhand.yaml" --trust "$WORK/keys/signer.pem" --yes; }

# api TOKEN PATH [CURL OPTION...]   the token goes to curl on its standard input, not as an argument
api() { printf 'header = "Authorization: Bearer %s"\n' "$1" | inside curl -sSf -K - --cacert "$WORK/ca.crt" --resolve "$HOST:443:$CLUSTER_IP" "https://$HOST/api/v1/$2" "${@:3}"; }

# api_token [USER [PASSWORD FILE]]   as the dashboard gets it
api_token() {
  if [ $# -eq 2 ]; then cat "$2"; else secret_part bundle-system control-plane adminPassword; fi | tr -d '\n' |
    inside curl -sSf --cacert "$WORK/ca.crt" --resolve "$HOST:443:$CLUSTER_IP" --data-urlencode "username=${1:-admin}" --data-urlencode password@- "https://$HOST/api/v1/auth/login" | jq -r .access_token
}

# The first super-user: the password is in the file alone, logs in, and the API says that it is one.
# After "one more workspace".
first_user() {
  local password
  expect 0 'made       super-user anna' bundle users superuser anna -f "$WORK/site.yaml" --to "$WORK/anna.password"
  [ "$(stat -c %a "$WORK/anna.password")" = 600 ] || die "others may read the password"
  password=$(cat "$WORK/anna.password")
  if grep -qF "$password" "$WORK/said"; then die "the password was printed"; fi
  api "$(api_token anna "$WORK/anna.password")" users/me | jq -e '.username == "anna" and .is_superuser' >/dev/null || die "anna is no super-user"
  expect 2 'is there already, and is never overwritten' bundle users superuser berta -f "$WORK/site.yaml" --to "$WORK/anna.password"
  [ "$(cat "$WORK/anna.password")" = "$password" ] || die "the file was overwritten"
  expect 7 "has a user 'anna' already" bundle users superuser anna -f "$WORK/site.yaml" --to "$WORK/again.password"
  [ ! -e "$WORK/again.password" ] || die "a password of nobody was left"
}

# A plan for one workspace, saved and carried out; and a site file for programs.
# After "one more workspace".
saved_for_one() {
  expect 0 'saved the plan' bundle workspace add staging "$FILE" -f "$WORK/site.yaml" --trust "$WORK/keys/signer.pem" --save "$WORK/staging.json"
  expect 0 'nothing had to be changed' bundle workspace add staging "$FILE" -f "$WORK/site.yaml" --trust "$WORK/keys/signer.pem" --plan "$WORK/staging.json" --yes
  sed 's/^kind: Site/kind: Site # changed/' "$WORK/site.yaml" >"$WORK/changed.yaml"
  expect 2 'the site file' bundle workspace add staging "$FILE" -f "$WORK/changed.yaml" --trust "$WORK/keys/signer.pem" --plan "$WORK/staging.json" --yes
  bundle site check -f "$WORK/site.yaml" --output json | jq -e '.good and (.problems | length == 0) and (.reads | length > 3)' >/dev/null || die "site check says something else to programs"
  sed 's/^kind: Site/kind: Sight/' "$WORK/site.yaml" >"$WORK/wrong.yaml"
  expect 2 '"good" : false' bundle site check -f "$WORK/wrong.yaml" --output json
}

# The API server goes away for half a minute while Helm works, and comes back: the run says so, and the same command goes on.
# After "status, load and plan for programs". The process is stopped, not ended, so that connections hang as those of a lost machine do.
lost_api_server() {
  local pid code=0
  flow_site lost '/^controlPlane:/{print; print "  values: {podAnnotations: {flow: lost}}"; next} {print}'
  install_bundle "$FILE" "$WORK/lost.yaml" >"$WORK/said" 2>&1 &
  pid=$!
  for _ in $(seq 600); do
    grep -q '^control plane …' "$WORK/said" && break
    sleep .1
  done
  inside kill -STOP "$(inside cat "$CLUSTER_DIR/run/apiserver.pid")"
  sleep 35
  inside kill -CONT "$(inside cat "$CLUSTER_DIR/run/apiserver.pid")"
  wait $pid || code=$?
  case $code in
  0) say "the run outlived half a minute without the API server" ;;
  5) grep -qE 'run the same command again|goes on' "$WORK/said" || { cat "$WORK/said" >&2; die "it does not say how to go on"; } ;;
  *) cat "$WORK/said" >&2; die "exit code $code" ;;
  esac
  expect 0 'release' install_bundle "$FILE" "$WORK/lost.yaml"
  expect 0 'proven and recorded' install_bundle "$FILE"
}
