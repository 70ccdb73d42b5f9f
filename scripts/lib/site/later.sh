# shellcheck shell=bash
# What comes after the first install: older and newer releases, other operators, strangers, lost records.

older() {
  local command
  for command in plan install_bundle; do
    expect 3 'is older than 2026.11.0, which is installed here' $command "$WORK/older.tar"
    expect 3 'another bundle of the same release 2026.11.0 is installed here' $command "$WORK/twin.tar"
  done
  expect 0 'release    2026.10.0' plan "$WORK/older.tar" "$WORK/site.yaml" --allow-downgrade
  expect 0 'loaded ' load "$FILE" elsewhere
  expect 3 'is older than 2026.11.0, which is loaded here' load "$WORK/older.tar" elsewhere
  expect 3 'is older than 2026.11.0, which is loaded here' load "$WORK/older.tar"
  expect 0 'nothing to do' load "$FILE" elsewhere
  expect 0 'loaded ' load "$WORK/older.tar" elsewhere --allow-downgrade
}

# The next release comes as a delta: what it left out is in the registry, and what runs is what it signed. Who installs it has the
# rights that its plan asked for, and no others.
next_release() {
  expect 0 "release    $NEXT" plan "$WORK/delta.tar"
  planner
  expect 5 'the plan is red, and nothing was written: cluster, certificates, rights.' plan "$WORK/delta.tar" "$WORK/site.yaml" --kubeconfig "$WORK/planner.kubeconfig"
  awk '/^---$/ { roles = 1 } /^[a-z-]+ +(green|yellow|red) / { roles = 0 } roles' "$WORK/said" | inside kubectl apply -f - >/dev/null
  sleep 1 # the authorizer follows its objects a little later
  expect 0 "release $NEXT" install_bundle "$WORK/delta.tar" "$WORK/site.yaml" --kubeconfig "$WORK/planner.kubeconfig" --accept room='a node comes tomorrow'
  inside kubectl -n bundle-system get secret receipt -o json | jq -r '.data["receipt.json"]' | base64 -d |
    jq -e '.allowed == ["--accept room=a node comes tomorrow"]' >/dev/null || die "the receipt does not say what was accepted"
  expect 0 "$NEXT" bundle status -f "$WORK/site.yaml" --trust "$WORK/keys/signer.pem"
  expect 3 "is older than $NEXT, which is installed here" install_bundle "$FILE"
}

# What a person has to decide about a workspace, after its enrollment was lost here.
lost_enrollment() {
  inside kubectl -n bundle-system get secret workspace-production -o json >"$WORK/enrollment.json"
  jq 'del(.data.enrollmentKey)' "$WORK/enrollment.json" | inside kubectl replace -f - >/dev/null
  expect 7 "is in use, but its enrollment key was lost" install_bundle "$FILE"
  inside kubectl -n bundle-system delete secret workspace-production >/dev/null
  expect 2 'has it no more, and an install would make another one' install_bundle "$FILE"
  expect 7 "that was not enrolled from here" install_bundle "$FILE" "$WORK/site.yaml" --accept secrets-store='a test'
  jq '.data.workspaceId = ("11111111-1111-1111-1111-111111111111" | @base64) | del(.metadata.resourceVersion, .metadata.uid)' "$WORK/enrollment.json" | inside kubectl apply -f - >/dev/null
  expect 7 "no longer knows the workspace production" install_bundle "$FILE"
  jq 'del(.metadata.resourceVersion, .metadata.uid)' "$WORK/enrollment.json" | inside kubectl replace --force -f - >/dev/null
  expect 0 'nothing had to be changed' install_bundle "$FILE"
}

# Another operator's install runs: this one waits as long as a killed one would hold the Lease, then leaves it alone.
another_operator() {
  local renewing
  inside kubectl apply -f - >/dev/null <<Y
apiVersion: coordination.k8s.io/v1
kind: Lease
metadata: {name: bundle-install, namespace: bundle-system}
spec: {holderIdentity: somebody@elsewhere/1, leaseDurationSeconds: 30, acquireTime: "$(date -u +%Y-%m-%dT%H:%M:%S.000000Z)", renewTime: "$(date -u +%Y-%m-%dT%H:%M:%S.000000Z)"}
Y
  while sleep 5; do
    inside kubectl -n bundle-system patch lease bundle-install --type merge -p "{\"spec\":{\"renewTime\":\"$(date -u +%Y-%m-%dT%H:%M:%S.000000Z)\"}}" >/dev/null 2>&1 || exit 0
  done &
  renewing=$!
  expect 5 'another install is running: somebody@elsewhere/1' install_bundle "$FILE"
  grep -q 'holds the Lease bundle-system/bundle-install; waiting at most 40 s' "$WORK/said" || die "it did not say that it waits"
  [ "$(inside kubectl -n bundle-system get lease bundle-install -o 'jsonpath={.spec.holderIdentity}')" = somebody@elsewhere/1 ] || die "the other's Lease was touched"
  kill "$renewing"
  wait "$renewing" 2>/dev/null || true
  inside kubectl -n bundle-system delete lease bundle-install >/dev/null
}

# A receipt that nobody whom we trust has signed is not believed.
forged_receipt() {
  inside kubectl -n bundle-system get secret receipt -o json | jq --arg text "$(sed 's/2026.11.0/2020.1.0/' "$WORK/receipt/manifest.txt" | base64 -w0)" '.data["manifest.txt"] = $text' | inside kubectl replace -f - >/dev/null
  expect 3 'cannot be believed' plan "$FILE"
  expect 3 'cannot be believed' bundle status -f "$WORK/site.yaml" --trust "$WORK/keys/signer.pem"
}

# A pod of somebody else is listed; one of ours that runs something else is red.
strangers() {
  inside kubectl -n zenml-pro run stranger --image="$CLUSTER_REGISTRY/elsewhere/zenml:$WORKSPACE" --overrides='{"spec":{"imagePullSecrets":[{"name":"bundle-pull"}]}}' --command -- sleep 600 >/dev/null
  inside kubectl -n zenml-pro wait --for=condition=Ready pod/stranger --timeout=60s >/dev/null
  expect 0 'stranger stranger runs' bundle status -f "$WORK/site.yaml" --trust "$WORK/keys/signer.pem"
  inside kubectl -n zenml-pro set image deployment/zenml-pro-dashboard "*=$CLUSTER_REGISTRY/zenml/evil:1" >/dev/null
  sleep 3
  expect 6 'which was not signed' bundle status -f "$WORK/site.yaml" --trust "$WORK/keys/signer.pem"
}
