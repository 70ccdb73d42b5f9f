# shellcheck shell=bash
# The open-source edition (product zenml), for scripts/test-site: a bundle of it, one server in a cluster of its own, logins
# through the ingress with curl, an upgrade, and what it refuses. It wants a cluster in which nothing is installed: at the
# end of main(), after `scripts/cluster down` and `cluster_up`. `edition_bundles` needs the source registry: in main() after
# `bundles` and before `stop_source_registry`.
# shellcheck disable=SC2154  # WORK, FILE, HOST and the cluster's variables are set by whoever sources this
EDITION_NEXT=0.95.3

# main(): timed "bundles of the open-source edition" edition_bundles
edition_bundles() {
  edition_bundle "$RELEASE" "$WORKSPACE" "$WORK/edition.tar"
  edition_bundle "$NEXT" "$EDITION_NEXT" "$WORK/edition-next.tar"
}

# edition_bundle RELEASE VERSION FILE
edition_bundle() {
  "$ROOT/samples/standin/publish" --registry "$SOURCE_REGISTRY/zenml" --ca "$SOURCE_CA" --versions "$CONTROL_PLANE,$2,$2" --open-source >/dev/null
  cat >"$WORK/edition-spec.yaml" <<Y
apiVersion: airgap.dev/v1
kind: BundleSpec
release: $1
product: zenml
versions: {server: $2, client: $2}
platform: linux/amd64
sources: {images: $SOURCE_REGISTRY/zenml, charts: oci://$SOURCE_REGISTRY/zenml/charts}
registries:
  "$SOURCE_REGISTRY": {ca: $SOURCE_CA}
Y
  DOCKER_CONFIG=$WORK/docker "$BUNDLE" create -f "$WORK/edition-spec.yaml" --key "$WORK/keys/signer.key" --cert "$WORK/keys/signer.pem" -o "$3" --quiet
  [ "$("$BUNDLE" inspect "$3" --output json 2>/dev/null | jq -r '[.manifest.images[].name] | sort | join(" ")')" = "zenml zenml-server" ] || die "$3 has other images"
}

# The site file of the cluster's Pro site, with one server instead.
edition_site() {
  sed '/^controlPlane:/,$d' "$WORK/site.yaml" >"$WORK/edition.yaml"
  cat >>"$WORK/edition.yaml" <<Y
server:
  host: $HOST
  database: {host: $CLUSTER_DATABASE_HOST, name: zenml_production, username: zenml_production, password: {file: $CLUSTER_MYSQL_ZENML_PRODUCTION_PASSWORD_FILE}}
Y
}

edition_plan() { plan "$1" "$WORK/edition.yaml" "${@:2}"; }
edition_install() { install_bundle "$1" "$WORK/edition.yaml" "${@:2}"; }
edition_check() { bundle check -f "$WORK/edition.yaml" --trust "$WORK/keys/signer.pem" "$@"; }
edition_add() { bundle workspace add staging "$WORK/edition.tar" -f "$WORK/edition.yaml" --trust "$WORK/keys/signer.pem" --yes; }

# edition_call PATH [CURL OPTION...]   through the ingress, with the site's CA
edition_call() { inside curl -sS --cacert "$WORK/ca.crt" --resolve "$HOST:443:$CLUSTER_IP" "https://$HOST$1" "${@:2}"; }

# edition_login PASSWORD_FILE   prints the token; the password is in no argument
edition_login() { edition_call /api/v1/login -d grant_type=password -d username=default --data-urlencode "password@$1" | jq -er .access_token; }

# What cannot be is refused before anything is written.
edition_refusals() {
  expect 2 'the bundle is release 2026.11.0 of the open-source edition (product zenml), the site file is for ZenML Pro' plan "$WORK/edition.tar"
  expect 2 'of ZenML Pro (product zenml-pro), the site file is for the open-source edition' edition_install "$FILE"
  sed 's/^server:/&\n  path: \/zenml/' "$WORK/edition.yaml" >"$WORK/below.yaml"
  expect 2 'cannot be moved by rewriting URLs' install_bundle "$WORK/edition.tar" "$WORK/below.yaml"
  sed 's/^server:/&\n  organization: Example/' "$WORK/edition.yaml" >"$WORK/organization.yaml"
  expect 2 'without organizations and workspaces' install_bundle "$WORK/edition.tar" "$WORK/organization.yaml"
  expect 2 'one server without workspaces' edition_add
  nothing_written
}

# The first account: made once, kept in bundle-system, in no output, no values of Helm's and no Deployment, and it opens the server.
edition_account() {
  local token
  secret_part bundle-system server accountPassword >"$WORK/account"
  chmod 600 "$WORK/account"
  secret_part bundle-system internal-ca tls.crt >"$WORK/ca.crt"
  token=$(edition_login "$WORK/account") || die "the first account cannot log in"
  [ "$(edition_call /api/v1/current-user -H "Authorization: Bearer $token" | jq -r .name)" = default ] || die "somebody else is logged in"
  (umask 077 && printf wrong >"$WORK/account-wrong")
  if edition_login "$WORK/account-wrong" >/dev/null 2>&1; then die "any password opens the server"; fi
  edition_call /api/v1/info | jq -e '.active and .pro_api_url == null and .deployment_type != "cloud" and .analytics_enabled == false and .secrets_readable' >/dev/null || die "the server says: $(edition_call /api/v1/info)"
  if grep -qFf "$WORK/account" "$WORK/edition.log"; then die "the install printed the password"; fi
  inside kubectl -n zenml-server get secrets -l owner=helm -o json | jq -r '.items[].data.release' |
    while read -r stored; do base64 -d <<<"$stored" | base64 -d | gunzip; done >"$WORK/said"
  if grep -qFf "$WORK/account" "$WORK/said"; then die "Helm keeps the password"; fi
  if inside kubectl -n zenml-server get deployments,jobs,configmaps -o json | grep -qFf "$WORK/account"; then die "the password stands in an object that is no Secret"; fi
}

# main(): "$ROOT/scripts/cluster" down; timed "another cluster" cluster_up; timed "the open-source edition" open_source
open_source() {
  edition_site
  edition_refusals
  expect 0 'the server db.' edition_plan "$WORK/edition.tar"
  grep -q 'release    zenml-server/zenml: install' "$WORK/said" || die "the plan was: $(cat "$WORK/said")"
  expect 0 'server: installed, healthy, default can log in' edition_install "$WORK/edition.tar"
  cp "$WORK/said" "$WORK/edition.log"
  grep -qF "admin      default; password: kubectl -n bundle-system get secret server" "$WORK/said" || die "nobody says where the password is"
  edition_account
  expect 0 'nothing had to be changed' edition_install "$WORK/edition.tar"
  expect 0 'all is well' edition_check
  edition_check --output json 2>/dev/null >"$WORK/check.json" || die "check: $(cat "$WORK/check.json")"
  [ "$(judged account '.verdict + " " + .seen')" = "ok logged in to https://$HOST" ] || die "the account is $(judged account .seen)"
  [ "$(judged version .seen)" = "$WORKSPACE" ] || die "the version is $(judged version .seen)"
  bundle status -f "$WORK/edition.yaml" --trust "$WORK/keys/signer.pem" --output json 2>/dev/null | jq -e '.well and (.helm | keys) == ["zenml-server/zenml"]' >/dev/null || die "status does not find it well"
  edition_kit
  expect 2 'one server without workspaces' edition_add
  expect 3 'neither becomes the other' plan "$FILE"
  edition_upgrade
  edition_changed_account
}

# The kit names the server, and a pod of the client image with the CA logs in by it.
edition_kit() {
  local image
  rm -rf "$WORK/kit"
  expect 0 'written ' bundle access -f "$WORK/edition.yaml" --trust "$WORK/keys/signer.pem" --to "$WORK/kit"
  grep -qxF "zenml login https://$HOST" "$WORK/kit/login.txt" || die "login.txt: $(cat "$WORK/kit/login.txt")"
  if grep -rqiE 'ZenML Pro|pro-api-url|workspace' "$WORK/kit"; then die "the kit speaks of ZenML Pro: $(grep -riE 'ZenML Pro|pro-api-url|workspace' "$WORK/kit")"; fi
  image=$(secret_part bundle-system receipt receipt.json | jq -er .clientImage.reference) || die "the receipt names no client image"
  inside kubectl -n zenml-server run user --image="$image" --restart=Never --overrides='{"spec":{"imagePullSecrets":[{"name":"bundle-pull"}],"automountServiceAccountToken":false}}' --command -- zenml login "https://$HOST" >/dev/null
  inside kubectl -n zenml-server wait --for='jsonpath={.status.phase}'=Succeeded pod/user --timeout=20s >/dev/null 2>&1 || true
  inside kubectl -n zenml-server logs user >"$WORK/said" 2>&1 || true
  inside kubectl -n zenml-server delete pod user --now >/dev/null
  grep -q "^Connected to default $WORKSPACE at https://$HOST/api/v1/info" "$WORK/said" || die "the client said: $(cat "$WORK/said")"
}

# The next release: the schema is migrated, secrets and account stay.
edition_upgrade() {
  expect 0 "installed  release $NEXT: proven and recorded" edition_install "$WORK/edition-next.tar"
  edition_call /api/v1/info | jq -e --arg version "$EDITION_NEXT" '.version == $version and .secrets_readable' >/dev/null || die "the server says: $(edition_call /api/v1/info)"
  edition_login "$WORK/account" >/dev/null || die "the account was lost in the upgrade"
  cmp "$WORK/account" <(secret_part bundle-system server accountPassword) || die "another password was made"
  expect 0 'all is well' edition_check
  expect 3 'is older than' edition_install "$WORK/edition.tar"
}

# Somebody changes the password in the dashboard: that is said, and the new one in the site file puts it right.
edition_changed_account() {
  local token
  token=$(edition_login "$WORK/account")
  (umask 077 && openssl rand -hex 16 | tr -d '\n' >"$WORK/account-new")
  jq -n --rawfile old "$WORK/account" --rawfile new "$WORK/account-new" '{old_password: $old, password: $new}' >"$WORK/change.json"
  edition_call /api/v1/current-user -X PUT -H "Authorization: Bearer $token" -H 'Content-Type: application/json' -d "@$WORK/change.json" >/dev/null
  expect 6 "does not let 'default' in with the password that it was to be activated with" edition_check
  expect 7 'Write the name and the password that hold now under server.account' edition_install "$WORK/edition-next.tar"
  sed -i "s#^server:#&\n  account: {username: default, password: {file: $WORK/account-new}}#" "$WORK/edition.yaml"
  expect 0 'default can log in' edition_install "$WORK/edition-next.tar"
  if grep -qFf "$WORK/account-new" "$WORK/said"; then die "the install printed the password"; fi
  expect 0 'all is well' edition_check
}
