# shellcheck shell=bash
# What is refused before anything is written, and what a plan finds out.

refusals() {
  expect 3 'was changed: its digest is' plan "$WORK/tampered.tar"
  expect 3 'was changed: its digest is' install_bundle "$WORK/tampered.tar"
  expect 3 'was changed: its digest is' load "$WORK/tampered.tar"
  expect 3 'signers that are trusted here' bundle install "$FILE" -f "$WORK/site.yaml" --trust "$WORK/other/signer.pem" --yes
  expect 2 'is not set' inside "$BUNDLE" install "$FILE" -f "$WORK/site.yaml" --trust "$WORK/keys/signer.pem" --yes
  sed 's/^controlPlane:/&\n  values: {zenml: {image: {api: {repository: docker.io\/evil}}}}/' "$WORK/site.yaml" >"$WORK/foreign.yaml"
  expect 2 "the product's images are those that were signed" install_bundle "$FILE" "$WORK/foreign.yaml"
  sed 's/^    host: production.*/&\n    values: {workerDeployments: {evil: {enabled: true, image: {repository: docker.io\/evil, tag: "1"}}}}/' "$WORK/site.yaml" >"$WORK/worker.yaml"
  expect 5 'which is no image of the bundle' install_bundle "$FILE" "$WORK/worker.yaml"
  sed 's/^    host: production.*/&\n    values: {server: {databse: {poolSize: 5}}}/' "$WORK/site.yaml" >"$WORK/misspelt.yaml"
  expect 5 "values of workspace production: 'server.databse' is no key of this chart, which would ignore it; did you mean 'database'" install_bundle "$FILE" "$WORK/misspelt.yaml"
  expect 4 "release $NEXT is a delta of release $RELEASE" plan "$WORK/delta.tar"
  expect 4 "Load the bundle of release $RELEASE there first" install_bundle "$WORK/delta.tar"
  sed 's/^controlPlane:/&\n  values: {podAnnotations: {x: "1"}, zenml: {ingres: 1}}/; s/host: production\.[a-z.]*/host: production.elsewhere.test/' "$WORK/site.yaml" >"$WORK/outside.yaml"
  expect 2 "is not below the CA's domain" install_bundle "$FILE" "$WORK/outside.yaml"
  sed '1,/^registry:/s#^registry:#cluster: {server: "https://10.9.8.7:6443"}\n&#' "$WORK/site.yaml" >"$WORK/server.yaml"
  expect 2 'the site file wants the cluster https://10.9.8.7:6443' install_bundle "$FILE" "$WORK/server.yaml"
  nothing_written
}

# What speaks against an install is found before anything is touched, all of it at once, and the installer begins nothing.
found_out() {
  local other=$WORK/bad.yaml
  sed -e 's/className: nginx/className: ngnix/' \
    -e "s#pullCredentials: .*#pullCredentials: {username: {env: PUSH_USER}, password: {file: $CLUSTER_REGISTRY_PUSH_PASSWORD_FILE}}#" \
    -e 's#database: {host: \([^,]*\), name: zenml_production#database: {host: \1, port: 5432, name: zenml_production#' "$WORK/site.yaml" >"$other"
  expect 4 'the plan is red, and nothing was written: pull-account, ingress-class, database.' plan "$FILE" "$other"
  finding pull-account red 'it may push as well'
  finding ingress-class red 'no such ingress class, but: nginx'
  finding database red 'is PostgreSQL, and the site file says mysql'
  finding kubernetes-version green ''
  finding room green ''
  finding clock green ''
  grep -q '^firewall   each node -> ' "$WORK/said" || die "the plan has no table for the firewall"
  expect 4 'the plan is red, and nothing was written' install_bundle "$FILE" "$other"
  expect 2 "did you mean 'ingress-class'?" plan "$FILE" "$WORK/site.yaml" --accept ingres-class=later
  expect 5 'nothing was written: ingress-class, database.' plan "$FILE" "$other" --accept 'pull-account=it is the only one'
  plan "$FILE" "$other" --output json 2>/dev/null >"$WORK/said" || true
  jq -e '.red == 3 and ([.findings[] | select(.colour == "red") | .check] | unique) == ["database", "ingress-class", "pull-account"]' "$WORK/said" >/dev/null || die "the plan said: $(cat "$WORK/said")"
  nothing_written
}

# A user who may do nothing, with a kubeconfig of its own.
planner() {
  local token
  inside kubectl -n default create serviceaccount planner >/dev/null
  token=$(inside kubectl -n default create token planner)
  jq -n --arg server "$(inside kubectl config view --raw -o 'jsonpath={.clusters[0].cluster.server}')" --arg token "$token" \
    --arg ca "$(inside kubectl config view --raw --flatten -o 'jsonpath={.clusters[0].cluster.certificate-authority-data}')" \
    '{apiVersion: "v1", kind: "Config", "current-context": "c", clusters: [{name: "c", cluster: {server: $server, "certificate-authority-data": $ca}}], users: [{name: "u", user: {token: $token}}], contexts: [{name: "c", context: {cluster: "c", user: "u"}}]}' >"$WORK/planner.kubeconfig"
}

# A name that is somebody else's already, and a user who may do nothing: the plan has the lines that help.
taken_and_forbidden() {
  inside kubectl create namespace zenml-pro >/dev/null
  inside kubectl -n zenml-pro create deployment zenml-pro --image=elsewhere/some:1 --replicas=0 >/dev/null
  expect 5 'nothing was written: names.' install_bundle "$FILE"
  finding names red "Deployment zenml-pro/zenml-pro: is there without Helm's marks"
  grep -q 'kubectl delete -n zenml-pro deployments zenml-pro' "$WORK/said" || die "the line that removes it is not there"
  inside kubectl delete namespace zenml-pro >/dev/null
  planner
  expect 5 'the plan is red, and nothing was written' plan "$FILE" "$WORK/site.yaml" --kubeconfig "$WORK/planner.kubeconfig"
  finding rights red 'system:serviceaccount:default:planner lacks '
  grep -q '^- {apiGroups: \["apps"\], resources: \["deployments"\]' "$WORK/said" || die "there is no role to apply"
  nothing_written
}

# A plan that was saved is carried out as it is, or not at all.
saved_plan() {
  expect 0 'saved the plan as' plan "$FILE" "$WORK/site.yaml" --save "$WORK/plan.json"
  plan "$FILE" "$WORK/site.yaml" --save "$WORK/again.json" >/dev/null 2>&1
  [ "$(jq -S 'del(.findings)' "$WORK/plan.json")" = "$(jq -S 'del(.findings)' "$WORK/again.json")" ] || die "the same plan was saved in two ways"
  sed 's/organization: Example/organization: Elsewhere/' "$WORK/site.yaml" >"$WORK/changed.yaml"
  expect 2 'the site file: was sha256:' install_bundle "$FILE" "$WORK/changed.yaml" --plan "$WORK/plan.json"
  expect 2 'the bundle: manifest.txt: was sha256:' install_bundle "$WORK/twin.tar" "$WORK/site.yaml" --plan "$WORK/plan.json"
  expect 2 'what is allowed by flag: was [], is [--move-tags]' install_bundle "$FILE" "$WORK/site.yaml" --plan "$WORK/plan.json" --move-tags
  nothing_written
}

# Hosts that the cluster's DNS does not know: a person has to make the records.
unknown_host() {
  sed 's/zenml\.airgap\.test/zenml.unknown.example/' "$WORK/site.yaml" >"$WORK/unknown.yaml"
  expect 7 'zenml.unknown.example is not known to DNS' install_bundle "$FILE" "$WORK/unknown.yaml"
  grep -q 'production.zenml.unknown.example -> ' "$WORK/said" || die "the records to create were not listed"
  expect 2 'is bound to zenml.unknown.example' install_bundle "$FILE"
}

# A node may not pull: that is said within seconds, not at Helm's time limit. Stopped, and put right, the same command goes on.
unpullable() {
  local pid begin
  (umask 077 && echo wrong >"$WORK/wrong-password")
  sed "s#\(pullCredentials: .*password: {file: \)[^}]*#\1$WORK/wrong-password#" "$WORK/site.yaml" >"$WORK/unpullable.yaml"
  expect 4 'no node could pull with it' install_bundle "$FILE" "$WORK/unpullable.yaml"
  begin=$SECONDS
  install_bundle "$FILE" "$WORK/unpullable.yaml" --accept pull-account='nodes are looked at' --accept node-pull='pods are looked at' >"$WORK/logs.unpullable" 2>&1 &
  pid=$!
  while ! grep -qE 'waits: (ErrImagePull|ImagePullBackOff): .*pullCredentials' "$WORK/logs.unpullable"; do
    if ! kill -0 $pid 2>/dev/null || [ $((SECONDS - begin)) -gt 90 ]; then cat "$WORK/logs.unpullable" >&2; die "nobody said why no pod starts"; fi
    sleep .2
  done
  say "$(grep -m1 'waits: ' "$WORK/logs.unpullable" | cut -c1-250)"
  begin=$(date +%s%N)
  inside pkill -TERM -f "$WORK/unpullable.yaml"
  if wait $pid; then die "the install was not stopped"; fi
  while inside pgrep -f "$WORK/unpullable.yaml" >/dev/null; do sleep .05; done
  say "ended $((($(date +%s%N) - begin) / 1000000)) ms after it was told to: $(tail -1 "$WORK/logs.unpullable")"
  [ "$(tail -1 "$WORK/logs.unpullable")" = "stopped; run the same command again: it goes on from here" ] || { cat "$WORK/logs.unpullable" >&2; die "it did not say how to go on"; }
  [ -z "$(inside kubectl -n bundle-system get lease bundle-install --ignore-not-found -o name)" ] || die "it kept the Lease"
  [ -z "$(inside find /dev/shm -maxdepth 1 -name 'bundle-*')" ] || die "files of the run stay: $(inside ls /dev/shm)"
}
