# shellcheck shell=bash disable=SC2153 # HOST and host are two things
# The whole proof, what users are given, and a workspace that comes later.

# The whole proof, held against kubectl, openssl and curl; then drift of each kind, seen red and put right as the remedy says.
checked() {
  local host ends
  expect 0 'all is well' check --html "$WORK/check.html"
  grep -qF 'ZenML Pro: all is well' "$WORK/check.html" || die "the page does not say that all is well"
  if grep -qiE '<script|src=|href=|url\(' "$WORK/check.html"; then die "the page loads or runs something"; fi
  check --output json 2>/dev/null >"$WORK/check.json" || die "check: $(cat "$WORK/check.json")"
  jq -e '.well and .red == 0 and ([.judgements[].check] | unique | length) == 10' "$WORK/check.json" >/dev/null || die "check said: $(cat "$WORK/check.json")"
  for host in "$HOST" "$PRODUCTION"; do
    inside curl -sS --cacert "$WORK/ca.crt" --resolve "$host:443:$CLUSTER_IP" "https://$host/health" | grep -q OK || die "curl does not find $host healthy"
    ends=$(inside openssl s_client -connect "$CLUSTER_IP:443" -servername "$host" -verify_hostname "$host" -CAfile "$WORK/ca.crt" -verify_return_error </dev/null 2>/dev/null | openssl x509 -noout -enddate | cut -d= -f2)
    judged certificate "select(.subject == \"$host\") | .seen" | grep -qF "$(date -u -d "$ends" +%Y-%m-%dT%H:%M:%SZ)" || die "openssl says that the certificate of $host ends $ends"
  done
  [ "$(judged version 'select(.verdict == "ok") | .seen' | sort | tr '\n' ' ')" = "$CONTROL_PLANE $WORKSPACE " ] || die "the versions are $(judged version .seen)"
  judged workspace .seen | grep -q 'is available' || die "the control plane does not see the workspace as available"
  drifted
}

drifted() {
  inside kubectl -n zenml-pro scale deployment zenml-pro-dashboard --replicas=2 >/dev/null
  inside kubectl -n zenml-pro delete secret bundle-pull >/dev/null
  expect 6 'Deployment/zenml-pro-dashboard: was changed after it was applied: spec.replicas' check
  grep -qF 'zenml-pro/bundle-pull is missing' "$WORK/said" || die "the missing pull secret was not seen: $(cat "$WORK/said")"
  expect 0 'installed  release' install_bundle "$FILE"
  expect 6 'spec.replicas' check
  inside kubectl -n bundle-system delete secret release-zenml-pro-zenml-pro >/dev/null
  expect 0 'control plane: installed, healthy' install_bundle "$FILE"
  expect 0 'all is well' check
  [ "$(inside kubectl -n zenml-pro get deployment zenml-pro-dashboard -o 'jsonpath={.spec.replicas}')" = 1 ] || die "the replicas were not put back"
  inside kubectl -n zenml-pro-production annotate secret -l owner=helm,name=zenml,status=deployed touched=yes >/dev/null
  expect 0 'all is well' check
}

# Helm's own program sees the releases as `status` does, and can go on with them: what it changes is seen, and put back.
agreed_by_helm() {
  local helm
  helm=$(peer_helm)
  inside "$helm" list -A -o json | jq -r '.[] | "\(.namespace)/\(.name) \(.status) \(.chart) revision \(.revision)"' | sort >"$WORK/helm.list"
  bundle status -f "$WORK/site.yaml" --trust "$WORK/keys/signer.pem" --output json 2>/dev/null | jq -r '.helm | to_entries[] | "\(.key) \(.value)"' | sort >"$WORK/status.list"
  [ -s "$WORK/helm.list" ] || die "helm sees no release"
  diff "$WORK/helm.list" "$WORK/status.list" || die "helm and status do not agree"
  inside "$helm" -n zenml-pro get values zenml-pro -o json >"$WORK/helm.values"
  jq -e '.zenml.serverURL == "https://'"$HOST"'"' "$WORK/helm.values" >/dev/null || die "helm has other values: $(cat "$WORK/helm.values")"
  tar -C "$WORK" -xf "$FILE" zenml-air-gapped-bundle/charts
  inside "$helm" -n zenml-pro upgrade zenml-pro "$WORK/zenml-air-gapped-bundle/charts/zenml-pro-$CONTROL_PLANE.tgz" --reuse-values --set podAnnotations.by=hand >/dev/null || die "helm cannot go on with our release"
  expect 6 'somebody changed chart or values after the last install' check
  expect 0 'control plane: installed, healthy' install_bundle "$FILE"
  expect 0 'all is well' check
}

others_pods() { inside kubectl get pods -A -o json | jq -r '.items[].metadata | select(.namespace == "zenml-pro" or .namespace == "zenml-pro-production") | .namespace + "/" + .name + " " + .uid' | sort; }

# The kit for users: one shell trusts the site by it, and another one does not.
kit() {
  expect 0 'written ' bundle access -f "$WORK/site.yaml" --trust "$WORK/keys/signer.pem" --to "$WORK/kit"
  cmp "$WORK/kit/ca.crt" "$WORK/ca.crt"
  grep -qF "$(openssl x509 -in "$WORK/ca.crt" -noout -fingerprint -sha256 | cut -d= -f2)" "$WORK/kit/trust.txt" || die "trust.txt has another fingerprint"
  grep -qE "^$CLUSTER_IP +$PRODUCTION$" "$WORK/kit/dns.txt" || die "dns.txt: $(cat "$WORK/kit/dns.txt")"
  # shellcheck disable=SC2016  # the shell inside expands it
  inside env HOME="$WORK" bash -c '. "$1/kit/zenml-env.sh"; curl -sS --resolve "$2:443:$3" "https://$2/health"' - "$WORK" "$HOST" "$CLUSTER_IP" | grep -q OK || die "a shell with the kit does not trust $HOST"
  if inside curl -sS --resolve "$HOST:443:$CLUSTER_IP" "https://$HOST/health" 2>"$WORK/said"; then die "a shell without the kit trusts $HOST"; fi
  if grep -rqiE 'password|BEGIN [A-Z ]*PRIVATE' "$WORK/kit"; then die "the kit holds a secret"; fi
}

# The client image with the site's CA: what skopeo and tar see of it, and a pod of it that logs in over verified TLS.
client_image() {
  local image last
  image=$(secret_part bundle-system receipt receipt.json | jq -er .clientImage.reference) || die "the receipt names no client image"
  grep -qE "/zenml/zenml:$WORKSPACE-ca-$(openssl x509 -in "$WORK/ca.crt" -noout -fingerprint -sha256 | cut -d= -f2 | tr -d : | cut -c1-8 | tr A-F a-f)$" <<<"$image" || die "the client image is $image"
  [ "$(secret_part bundle-system receipt receipt.json | jq -r .clientImage.base)" = "zenml:$WORKSPACE@$(jq -r '.images[] | select(.role == "client") | .digest' "$WORK/receipt/manifest.json")" ] || die "the receipt names another base"
  inside env SSL_CERT_FILE="$CLUSTER_CA" skopeo copy -q --src-creds "$CLUSTER_REGISTRY_PULL_USER:$(cat "$CLUSTER_REGISTRY_PULL_PASSWORD_FILE")" "docker://$image" "dir:$WORK/client"
  last=$(jq -r '.layers[-1].digest' "$WORK/client/manifest.json" | cut -d: -f2)
  tar -xzOf "$WORK/client/$last" etc/ssl/certs/ca-certificates.crt >"$WORK/all.pem"
  [ "$(tail -n "$(wc -l <"$WORK/ca.crt")" "$WORK/all.pem")" = "$(cat "$WORK/ca.crt")" ] || die "the list does not end with the site's CA"
  [ "$(grep -c 'BEGIN CERT' "$WORK/all.pem")" -gt 100 ] || die "the base's own list is missing"
  grep -qF "parent_image=\"$image\"" "$WORK/kit/docker_settings.py" || die "docker_settings.py names another image"
  logs_in "$image" trusting
  if logs_in "${image%-ca-*}" plain; then die "the bundle's own client image trusts the site"; fi
}

# logs_in IMAGE NAME   a pod of it: zenml login, over TLS
logs_in() {
  inside kubectl -n zenml-pro-production run "$2" --image="$1" --restart=Never --overrides='{"spec":{"imagePullSecrets":[{"name":"bundle-pull"}],"automountServiceAccountToken":false}}' --command -- zenml login --pro-api-url "https://$HOST/api/v1" >/dev/null
  inside kubectl -n zenml-pro-production wait --for='jsonpath={.status.phase}'=Succeeded "pod/$2" --timeout=20s >/dev/null 2>&1 || true
  inside kubectl -n zenml-pro-production logs "$2" >"$WORK/said" 2>&1 || true
  inside kubectl -n zenml-pro-production delete pod "$2" --now >/dev/null
  grep -q "^Connected to ZenML Pro" "$WORK/said"
}

# One more workspace, later: nothing of the others is touched, and a bundle that is not installed is refused.
added_workspace() {
  local revisions='.items[].metadata | select(.name | startswith("sh.helm.release")) | .namespace + " " + .name' before pods
  cat >>"$WORK/site.yaml" <<Y
  - name: staging
    organization: Example
    host: staging.$HOST
    database: {host: $CLUSTER_DATABASE_HOST, name: zenml_staging, username: zenml_staging, password: {file: $CLUSTER_MYSQL_ZENML_STAGING_PASSWORD_FILE}}
Y
  before=$(inside kubectl get secrets -A -o json | jq -r "$revisions")
  pods=$(others_pods)
  expect 2 "did you mean 'staging'?" bundle workspace add stagging "$FILE" -f "$WORK/site.yaml" --trust "$WORK/keys/signer.pem" --yes
  expect 5 "release $RELEASE is installed here" bundle workspace add staging "$WORK/delta.tar" -f "$WORK/site.yaml" --trust "$WORK/keys/signer.pem" --yes
  expect 6 'was never installed' check
  expect 0 'workspace staging: proven and recorded' bundle workspace add staging "$FILE" -f "$WORK/site.yaml" --trust "$WORK/keys/signer.pem" --yes
  [ "$(inside kubectl get secrets -A -o json | jq -r "$revisions" | grep -v '^zenml-pro-staging ')" = "$before" ] || die "Helm was run for something else"
  [ "$(others_pods)" = "$pods" ] || die "pods of others were made anew"
  inside curl -sS --cacert "$WORK/ca.crt" --resolve "staging.$HOST:443:$CLUSTER_IP" "https://staging.$HOST/api/v1/info" | jq -e '.name == "staging"' >/dev/null || die "the new workspace does not answer"
  expect 0 'nothing had to be changed' bundle workspace add staging "$FILE" -f "$WORK/site.yaml" --trust "$WORK/keys/signer.pem" --yes
  expect 0 'nothing had to be changed' install_bundle "$FILE"
  expect 0 'all is well' check
}
