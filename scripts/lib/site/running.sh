# shellcheck shell=bash disable=SC2153 # HOST and host are two things
# How pods run: replicas, placement, budgets, proxy, further CAs, variables, single sign-on, the workload manager.
# They use the root of "certificates from files", and leave the plain site file.

RUNS=zenml-pro-production-runs

# running_file NAME PLANE WORKSPACE TOP   the site file with more lines in the control plane, in the workspace, and at the top
running_file() {
  awk -v plane="$2" -v workspace="$3" -v top="$4" '
    /^controlPlane:/ && top { print top }
    { print }
    /^  namespace: zenml-pro$/ && plane { print plane }
    /^    organization: / && workspace { print workspace }' "$WORK/site.yaml" >"$WORK/$1.yaml"
}

running_refused() {
  running_file budget '  podDisruptionBudget: {minAvailable: 1}' '' ''
  expect 2 'lets none be moved, and no node with one of them could ever be drained' bundle site check -f "$WORK/budget.yaml"
  running_file variable '' '    environment: {ZENML_STORE_URL: mysql://elsewhere/zenml}' ''
  expect 2 "'ZENML_STORE_URL' is set by the installer, and this would win over it: write it under 'database'" bundle site check -f "$WORK/variable.yaml"
  running_file account '' '' 'proxy: {https: "http://me:hunter2@10.255.255.1:3128"}'
  expect 2 'has an account in it' bundle site check -f "$WORK/account.yaml"
  if grep -q hunter2 "$WORK/said"; then die "the proxy's password was printed"; fi
  running_file shared '' '    workloadManager: {namespace: zenml-pro}' ''
  expect 2 'what runs pipelines needs one of its own' bundle site check -f "$WORK/shared.yaml"
  running_file chart '  environment: {EXTRA: "1"}' '' ''
  expect 5 "controlPlane: 'environment' asks for what this version of the chart has no key for" plan "$FILE" "$WORK/chart.yaml"
  running_file password '  login: {password: false}' '' ''
  expect 2 'nobody could log in' bundle site check -f "$WORK/password.yaml"
}

# All of it at once. The proxy leads nowhere: what the pods reach, they reach without it.
running_as_said() {
  printf 'a-word-for-redis' >"$WORK/redis"
  printf 'a-word-for-sso' >"$WORK/sso"
  running_file running "  replicas: 2
  affinity: spread
  resources: {requests: {cpu: 20m, memory: 32Mi}, limits: {memory: 300Mi}}
  podDisruptionBudget: {maxUnavailable: 1}
  serviceAccount: {annotations: {example.com/role: plane}}
  login: {sso: {oidcConfigurationEndpoint: \"https://login.$HOST/.well-known/openid-configuration\", clientId: zenml-client, clientSecret: {file: $WORK/sso}}}" \
    "    replicas: 2
    affinity: spread
    podDisruptionBudget: {minAvailable: 50%}
    environment: {EXTRA: one}
    secretEnvironment: {REDIS_URL: {file: $WORK/redis}}
    workloadManager: {maxConcurrentRuns: 3}" \
    "proxy: {https: \"http://127.0.0.1:9\"}
extraCas: [$WORK/tls/root.pem]"
  expect 0 'object     PodDisruptionBudget zenml-pro/bundle-zenml-pro-dashboard' plan "$FILE" "$WORK/running.yaml"
  finding login yellow 'redirect URIs of its client zenml-client have to be'
  grep -q "^object     RoleBinding $RUNS/zenml-workload-manager" "$WORK/said" || die "the plan does not tell of the role"
  expect 0 'proven and recorded' install_bundle "$FILE" "$WORK/running.yaml"
  running_seen
  workloads_may
  expect 0 'nothing had to be changed' install_bundle "$FILE" "$WORK/running.yaml"
  expect 0 'all is well' bundle check -f "$WORK/running.yaml" --trust "$WORK/keys/signer.pem"
  budget_drifts
  expect 0 'proven and recorded' install_bundle "$FILE"
  [ -z "$(inside kubectl get pdb -A -o name)" ] || die "budgets stayed behind: $(inside kubectl get pdb -A)"
  inside kubectl delete namespace "$RUNS" --wait=false >/dev/null
  expect 0 'all is well' check
}

# People log in by the provider alone; what the program asks of the control plane, it asks with a token.
without_password() {
  local token answer
  token=$(api_token)
  (umask 077 && printf '%s\n' "$token" >"$WORK/plane.token")
  running_file sso-alone "  token: {file: $WORK/plane.token}
  login: {password: false, sso: {oidcConfigurationEndpoint: \"https://login.$HOST/.well-known/openid-configuration\", clientId: zenml-client, clientSecret: {file: $WORK/sso}}}" '' ''
  expect 0 'proven and recorded' install_bundle "$FILE" "$WORK/sso-alone.yaml"
  answer=$(secret_part bundle-system control-plane adminPassword | tr -d '\n' |
    inside curl -sS -o /dev/null -w '%{http_code}' --cacert "$WORK/ca.crt" --data-urlencode username=admin --data-urlencode password@- "https://$HOST/api/v1/auth/login")
  case $answer in 4*) ;; *) die "the control plane still takes passwords: HTTP $answer" ;; esac
  expect 0 'all is well' bundle check -f "$WORK/sso-alone.yaml" --trust "$WORK/keys/signer.pem"
  expect 0 'the control plane could not be asked' check
  expect 0 'proven and recorded' install_bundle "$FILE"
}

# server_env NAME   what a variable of the workspace's server is, in the pod
server_env() { inside kubectl -n zenml-pro-production exec deployment/zenml -c zenml -- sh -c "printf '%s\n' \"\$$1\""; }

running_seen() {
  local plane=zenml-pro workspace=zenml-pro-production
  [ "$(inside kubectl get deployment -A -o json | jq -c '[.items[] | select(.metadata.namespace | startswith("zenml-pro")) | .status.readyReplicas]')" = '[2,2,2]' ] || die "not every Deployment has two pods: $(inside kubectl get deployment -A)"
  inside kubectl -n $plane get deployment zenml-pro -o json | jq -e '.spec.template.spec.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].podAffinityTerm.topologyKey == "kubernetes.io/hostname"' >/dev/null || die "the pods are not spread"
  [ "$(inside kubectl get pdb -A -o json | jq -r '.items[] | .metadata.name + " " + (.status.disruptionsAllowed | tostring) + " " + (.status.expectedPods | tostring)' | sort | tr '\n' ' ')" = 'bundle-zenml 1 2 bundle-zenml-pro 1 2 bundle-zenml-pro-dashboard 1 2 ' ] || die "the budgets are $(inside kubectl get pdb -A -o wide)"
  [ "$(server_env HTTPS_PROXY)" = http://127.0.0.1:9 ] || die "the server has no proxy"
  server_env NO_PROXY | tr , '\n' | grep -qxF "$HOST" || die "the control plane would be reached by the proxy: $(server_env NO_PROXY)"
  server_env NO_PROXY | tr , '\n' | grep -qxF "$(inside kubectl -n default get service kubernetes -o 'jsonpath={.spec.clusterIP}')" || die "the API server would be reached by the proxy: $(server_env NO_PROXY)"
  [ "$(server_env EXTRA) $(server_env REDIS_URL)" = 'one a-word-for-redis' ] || die "the server lacks its variables"
  inside kubectl -n $workspace exec deployment/zenml -c zenml -- busybox cat /updated-certs/ca-certificates.crt | grep -qF "$(sed -n 3p "$WORK/tls/root.pem")" || die "the server does not trust the further CA"
  inside kubectl -n $plane get deployment zenml-pro -o json | jq -e '[.spec.template.spec.containers[0].env[] | select(.name == "ZENML_CLOUD_OIDC_CLIENT_SECRET")][0].valueFrom.secretKeyRef.name == "bundle-values"' >/dev/null || die "the client secret is not by reference"
  inside kubectl -n $plane get serviceaccount zenml-pro -o json | jq -e '.metadata.annotations["example.com/role"] == "plane"' >/dev/null || die "the service account has no annotation"
  in_no_release a-word-for-redis
  in_no_release a-word-for-sso
}

# in_no_release WORD   Helm keeps it nowhere
in_no_release() {
  local secret
  inside kubectl get secrets -A -l owner=helm -o json | jq -r '.items[].data.release' | while read -r secret; do
    if base64 -d <<<"$secret" | base64 -d | gunzip | grep -qF "$1"; then die "Helm keeps a secret of the site file in a release"; fi
  done
}

# may ANSWER NAMESPACE VERB RESOURCE[/SUBRESOURCE]   of the workspace's server; to kubectl a slash would begin a name
may() {
  local part=()
  [[ $4 != */* ]] || part=(--subresource="${4#*/}")
  [ "$(inside kubectl auth can-i "$3" "${4%/*}" "${part[@]}" -n "$2" --as=system:serviceaccount:zenml-pro-production:zenml 2>/dev/null || true)" = "$1" ] || die "may the server $3 $4 in $2? It should be $1"
}

# What the server may do where its jobs run, and nowhere else; then a job of the runner image, as it would start one.
workloads_may() {
  local image
  may yes "$RUNS" create jobs.batch
  may yes "$RUNS" delete jobs.batch
  may yes "$RUNS" get pods/log
  may yes "$RUNS" create persistentvolumeclaims
  may yes "$RUNS" get secrets
  may no "$RUNS" list secrets
  may no "$RUNS" create secrets
  may no "$RUNS" create pods/exec
  may no "$RUNS" create rolebindings.rbac.authorization.k8s.io
  may no zenml-pro-production create jobs.batch
  may no zenml-pro get secrets
  may no bundle-system get secrets
  [ "$(inside kubectl -n "$RUNS" get secrets -o 'jsonpath={.items[*].metadata.name}')" = bundle-pull ] || die "there are other Secrets in $RUNS"
  image=$(server_env ZENML_KUBERNETES_WORKLOAD_MANAGER_RUNNER_IMAGE)
  grep -qE -- '-ca-[0-9a-f]{8}@sha256:' <<<"$image" || die "the runner is no client image with the CA: $image"
  inside kubectl -n "$RUNS" create --as=system:serviceaccount:zenml-pro-production:zenml -f - >/dev/null <<Y
apiVersion: batch/v1
kind: Job
metadata: {name: run}
spec:
  backoffLimit: 0
  template:
    spec:
      restartPolicy: Never
      serviceAccountName: $(server_env ZENML_KUBERNETES_WORKLOAD_MANAGER_SERVICE_ACCOUNT)
      containers: [{name: run, image: "$image", command: [zenml, login, --pro-api-url, "https://$HOST/api/v1"]}]
Y
  inside kubectl -n "$RUNS" wait --for=condition=Complete job/run --timeout=60s >/dev/null || die "the job did not end well: $(inside kubectl -n "$RUNS" get pods,events)"
  inside kubectl -n "$RUNS" logs job/run | grep -q '^Connected to ZenML Pro' || die "the job did not reach the control plane"
}

budget_drifts() {
  inside kubectl -n zenml-pro patch pdb bundle-zenml-pro --type merge -p '{"spec":{"maxUnavailable":0}}' >/dev/null
  expect 6 'is not as the site file wants it: spec.maxUnavailable' bundle check -f "$WORK/running.yaml" --trust "$WORK/keys/signer.pem"
  inside kubectl -n zenml-pro delete pdb bundle-zenml-pro-dashboard >/dev/null
  expect 6 'is not there' bundle check -f "$WORK/running.yaml" --trust "$WORK/keys/signer.pem"
  expect 0 'beside the releases: 2 objects written or deleted' install_bundle "$FILE" "$WORK/running.yaml"
  expect 0 'all is well' bundle check -f "$WORK/running.yaml" --trust "$WORK/keys/signer.pem"
}

# Hosts without Ingress objects: what answers at the address is the site's own nginx, as the plan says where to send what.
# In main(): after "TLS that ends elsewhere", which leaves its chain and key in $WORK/tls; it puts the plain site file back.
no_ingress() {
  local at=$WORK/tls balancer=198.51.100.251 outside=198.51.100.249 known
  sed -e "s|^ingress: .*|ingress: {none: {services: ClusterIP}, address: $balancer}|" -e "s|^  internalCa: .*|  none: {}\n  ca: $at/root.pem|" "$WORK/site.yaml" >"$WORK/no-ingress.yaml"
  sed "s|^ingress: .*|ingress: {none: {}, address: $balancer}|" "$WORK/site.yaml" >"$WORK/no-tls.yaml"
  expect 2 'without an Ingress nothing of the product ends TLS' bundle site check -f "$WORK/no-tls.yaml"
  expect 0 "https://$HOST/api/v1 and /health has to lead to http://zenml-pro.zenml-pro.svc" plan "$FILE" "$WORK/no-ingress.yaml"
  known=$(inside cat "$CLUSTER_DIR/dns/hosts")
  inside ip address add $balancer/32 dev node0
  inside ip address add $outside/32 dev node0
  cat >"$at/front.conf" <<Y
pid $at/front.pid;
events {}
http {
  access_log off;
  proxy_set_header Host \$host;
  proxy_set_header X-Forwarded-Proto https;
  ssl_certificate $at/chain.pem;
  ssl_certificate_key $at/server.key;
  server {
    listen $balancer:443 ssl;
    listen $outside:443 ssl;
    server_name $HOST;
    location /api/v1 { proxy_pass http://$(service_address zenml-pro zenml-pro); }
    location /health { proxy_pass http://$(service_address zenml-pro zenml-pro); }
    location / { proxy_pass http://$(service_address zenml-pro zenml-pro-dashboard); }
  }
  server {
    listen $balancer:443 ssl;
    listen $outside:443 ssl;
    server_name $PRODUCTION;
    location / { proxy_pass http://$(service_address zenml-pro-production zenml); }
  }
}
Y
  inside nginx -c "$at/front.conf" -g 'daemon off;' >"$WORK/front.log" 2>&1 &
  CHILDREN+=($!)
  site_dns "$known
$balancer $HOST
$balancer $PRODUCTION"
  expect 0 'proven and recorded' install_bundle "$FILE" "$WORK/no-ingress.yaml"
  [ -z "$(inside kubectl get ingress -A -o name)" ] || die "there are Ingress objects: $(inside kubectl get ingress -A)"
  expect 0 'all is well' bundle check -f "$WORK/no-ingress.yaml" --trust "$WORK/keys/signer.pem"
  expect 0 'nothing had to be changed' install_bundle "$FILE" "$WORK/no-ingress.yaml"
  two_ways_in $balancer $outside
  site_dns "$known"
  inside ip address del $balancer/32 dev node0
  inside ip address del $outside/32 dev node0
  expect 0 'proven and recorded' install_bundle "$FILE"
}

# two_ways_in INSIDE OUTSIDE   pods go another way than everybody else: nobody insists where a person has accepted that
two_ways_in() {
  sed "s|address: $1|address: $2|" "$WORK/no-ingress.yaml" >"$WORK/two-ways.yaml"
  expect 7 "leads to $1, not to" install_bundle "$FILE" "$WORK/two-ways.yaml"
  expect 0 'proven and recorded' install_bundle "$FILE" "$WORK/two-ways.yaml" --accept dns-inside='pods go by the inner address'
  grep -qF "leads to $1, not to the ingress $2; accepted: pods go by the inner address" "$WORK/said" || die "it did not say what was accepted: $(cat "$WORK/said")"
}

service_address() { inside kubectl -n "$1" get service "$2" -o 'jsonpath={.spec.clusterIP}:{.spec.ports[0].port}'; }
