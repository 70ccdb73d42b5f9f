# shellcheck shell=bash
# A workspace behind a Gateway, for scripts/test-site: its controller is a real Traefik that runs as a process of the node, at an
# address of its own, beside the stand-in for ingress-nginx; curl asks it. Staging is that of "one more workspace".
# shellcheck disable=SC2154  # WORK, FILE, HOST and the cluster's variables are set by whoever sources this
GATEWAY_ADDRESS=198.51.100.252

gateway_kinds() {
  local kind kinds
  GATEWAY=$("$ROOT/scripts/cluster" gateway)
  kinds=$("$ROOT/scripts/cluster" gateway-kinds)
  for kind in "$kinds"/crds/*.yaml; do inside kubectl apply --server-side -f "$kind" >/dev/null; done
  inside kubectl wait --for=condition=Established crd/gatewayclasses.gateway.networking.k8s.io \
    crd/gateways.gateway.networking.k8s.io crd/httproutes.gateway.networking.k8s.io --timeout=30s >/dev/null
}

gateway_controller() {
  inside ip address add $GATEWAY_ADDRESS/32 dev node0
  inside env KUBECONFIG="$CLUSTER_KUBECONFIG" "$GATEWAY/traefik" --log.level=INFO \
    --global.checknewversion=false --global.sendanonymoususage=false \
    --entrypoints.https.address=$GATEWAY_ADDRESS:443 --entrypoints.http.address=$GATEWAY_ADDRESS:80 \
    --providers.kubernetesgateway=true --providers.kubernetesgateway.statusaddress.ip=$GATEWAY_ADDRESS >"$WORK/logs.traefik" 2>&1 &
  CHILDREN+=($!)
  inside kubectl apply -f - >/dev/null <<Y
apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: {name: traefik}
spec: {controllerName: traefik.io/gateway-controller}
Y
  inside kubectl wait --for=condition=Accepted gatewayclass/traefik --timeout=60s >/dev/null || { cat "$WORK/logs.traefik" >&2; die "Traefik does not accept its class"; }
}

# gateway_listener NAME HOST   the site's Gateway with this one listener
gateway_listener() {
  inside kubectl apply -f - >/dev/null <<Y
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: site, namespace: gateways}
spec:
  gatewayClassName: traefik
  listeners:
  - name: $1
    hostname: $2
    port: 443
    protocol: HTTPS
    tls: {mode: Terminate, certificateRefs: [{name: zenml-pro-staging-tls}]}
    allowedRoutes: {namespaces: {from: Selector, selector: {matchLabels: {kubernetes.io/metadata.name: zenml-pro-staging}}}}
Y
}

behind_check() { bundle check -f "$WORK/behind.yaml" --trust "$WORK/keys/signer.pem"; }

# gateway_call PATH   through the Gateway's address, with the site's CA alone
gateway_call() { inside curl -sS --fail --cacert "$WORK/ca.crt" --resolve "staging.$HOST:443:$GATEWAY_ADDRESS" "https://staging.$HOST$1"; }

behind_gateway() {
  local behind=staging.$HOST known _
  sed "s|^    host: $behind\$|&\n    gateway: {name: site, namespace: gateways, section: staging, address: $GATEWAY_ADDRESS}|" "$WORK/site.yaml" >"$WORK/behind.yaml"
  grep -q 'gateway:' "$WORK/behind.yaml" || die "site.yaml has no workspace at $behind"
  expect 5 'the cluster does not know gateway.networking.k8s.io/v1' plan "$FILE" "$WORK/behind.yaml"
  gateway_kinds
  expect 5 'there is no Gateway gateways/site' plan "$FILE" "$WORK/behind.yaml"
  gateway_controller
  inside kubectl create namespace gateways >/dev/null
  gateway_listener other other.airgap.test
  expect 5 "no listener takes $behind: it has none called staging (but other)" plan "$FILE" "$WORK/behind.yaml"
  gateway_listener staging other.airgap.test
  expect 5 "no listener takes $behind: staging is for the host other.airgap.test alone" plan "$FILE" "$WORK/behind.yaml"
  gateway_listener staging "$behind"
  expect 0 "certificate for $behind, in the Secret gateways/zenml-pro-staging-tls" plan "$FILE" "$WORK/behind.yaml"
  known=$(inside cat "$CLUSTER_DIR/dns/hosts")
  site_dns "$known
$GATEWAY_ADDRESS $behind"
  expect 0 'proven and recorded' install_bundle "$FILE" "$WORK/behind.yaml"
  [ -z "$(inside kubectl -n zenml-pro-staging get ingress -o name)" ] || die "the Ingress is still there"
  gateway_call /api/v1/info | jq -e '.name == "staging"' >/dev/null || die "staging does not answer through the Gateway: $(tail -5 "$WORK/logs.traefik")"
  if inside curl -sS --fail -o /dev/null --cacert "$WORK/ca.crt" --resolve "$behind:443:$CLUSTER_IP" "https://$behind/health" 2>/dev/null; then die "the ingress still leads to staging"; fi
  expect 0 'all is well' behind_check
  expect 0 'nothing had to be changed' install_bundle "$FILE" "$WORK/behind.yaml"
  expect 0 "takes $behind" plan "$FILE" "$WORK/behind.yaml"
  gateway_listener other other.airgap.test
  for _ in {1..50}; do behind_check >/dev/null 2>&1 || break; sleep .2; done
  expect 6 'HTTPRoute zenml-pro-staging/zenml is refused by traefik.io/gateway-controller' behind_check
  site_dns "$known"
  expect 0 'proven and recorded' install_bundle "$FILE"
  [ -z "$(inside kubectl -n zenml-pro-staging get httproutes -o name)" ] || die "the HTTPRoute is still there"
  expect 0 'all is well' check
  inside kubectl delete namespace gateways --wait=false >/dev/null
}
