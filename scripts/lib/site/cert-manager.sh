# shellcheck shell=bash
# Certificates that a real cert-manager issues. Its programs run as processes of the node: the API server reaches the webhook at
# localhost, and no image of theirs has to come from anywhere.

cert_manager_part() {
  inside "$CERT_MANAGER/$1" --kubeconfig "$CLUSTER_KUBECONFIG" "${@:2}" >"$WORK/logs.$1" 2>&1 &
  CHILDREN+=($!)
}

cert_manager_up() {
  local kind
  CERT_MANAGER=$("$ROOT/scripts/cluster" cert-manager)
  inside kubectl create namespace cert-manager >/dev/null
  for kind in "$CERT_MANAGER"/crds/*.yaml; do inside kubectl apply --server-side -f "$kind" >/dev/null; done
  inside kubectl wait --for=condition=Established crd/certificates.cert-manager.io crd/clusterissuers.cert-manager.io --timeout=30s >/dev/null
  cert_manager_part controller --leader-elect=false --cluster-resource-namespace=cert-manager
  cert_manager_part cainjector --leader-elect=false
}

# What validates and completes its objects; nobody answers there yet.
cert_manager_hooks() {
  local kind path
  for kind in Validating:validate Mutating:mutate; do
    path=${kind#*:}
    inside kubectl apply -f - >/dev/null <<Y
apiVersion: admissionregistration.k8s.io/v1
kind: ${kind%:*}WebhookConfiguration
metadata: {name: cert-manager-webhook, annotations: {cert-manager.io/inject-ca-from-secret: cert-manager/cert-manager-webhook-ca}}
webhooks:
- name: webhook.cert-manager.io
  admissionReviewVersions: [v1]
  sideEffects: None
  clientConfig: {url: "https://localhost:10260/$path"}
  rules: [{apiGroups: [cert-manager.io, acme.cert-manager.io], apiVersions: [v1], operations: [CREATE, UPDATE], resources: ["*/*"]}]
Y
  done
}

cert_manager_webhook() {
  cert_manager_part webhook --secure-port=10260 --healthz-port=10261 --dynamic-serving-ca-secret-namespace=cert-manager \
    --dynamic-serving-ca-secret-name=cert-manager-webhook-ca --dynamic-serving-dns-names=localhost
}

# corp_issuer CERT KEY   a ClusterIssuer that signs by this CA
corp_issuer() {
  inside kubectl -n cert-manager create secret tls corp-ca --cert="$1" --key="$2" >/dev/null
  inside kubectl apply -f - >/dev/null <<Y
apiVersion: cert-manager.io/v1
kind: ClusterIssuer
metadata: {name: corp}
spec: {ca: {secretName: corp-ca}}
Y
  inside kubectl wait --for=condition=Ready clusterissuer/corp --timeout=30s >/dev/null
}

# Before "TLS that ends elsewhere": what is missing is said, the webhook is waited for, and curl accepts what was issued.
managed_certificates() {
  local at=$WORK/tls pid begin=$SECONDS
  tls_form managed "  certManager: {issuer: corp}\n  ca: $at/root.pem"
  expect 2 'the cluster does not know cert-manager.io/v1' plan "$FILE" "$WORK/managed.yaml"
  cert_manager_up
  expect 2 'there is no ClusterIssuer corp' plan "$FILE" "$WORK/managed.yaml"
  corp_issuer "$at/corporate.pem" "$at/sub.key"
  expect 0 "Certificate zenml-pro/zenml-tls-issued for $HOST by ClusterIssuer corp: asked for" plan "$FILE" "$WORK/managed.yaml"
  cert_manager_hooks
  install_bundle "$FILE" "$WORK/managed.yaml" >"$WORK/logs.managed" 2>&1 &
  pid=$!
  while ! grep -q "waits for cert-manager's webhook" "$WORK/logs.managed"; do
    if ! kill -0 $pid 2>/dev/null || [ $((SECONDS - begin)) -gt 120 ]; then cat "$WORK/logs.managed" >&2; die "the webhook was not waited for"; fi
    sleep .2
  done
  say "$(grep -m1 "waits for cert-manager's webhook" "$WORK/logs.managed" | cut -c1-200)"
  cert_manager_webhook
  wait $pid || { cat "$WORK/logs.managed" >&2; die "it did not go on with the webhook"; }
  answers "$at/root.pem"
  expect 0 "nothing had to be changed" install_bundle "$FILE" "$WORK/managed.yaml"
  inside kubectl delete certificates -A --field-selector metadata.name=zenml-tls-issued >/dev/null
}
