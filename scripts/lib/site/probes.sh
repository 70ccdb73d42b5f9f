# shellcheck shell=bash
# What is seen from inside the cluster, by pods that go again.

# no_probe   nothing is left of the pods that looked
no_probe() {
  local _
  for _ in $(seq 60); do
    [ -n "$(inside kubectl get namespace bundle-probe --ignore-not-found -o name)" ] || return 0
    sleep .5
  done
  die "bundle-probe stays: $(inside kubectl get namespace bundle-probe -o yaml)"
}

# main(): before "nodes that may not pull", in the second cluster, whose registry is empty.
# A plan that probes says that it needs the images, and makes nothing; then each thing that only pods see.
probes_before() {
  expect 0 'probe              yellow  bundle-probe: nothing was looked at from inside the cluster: the bundle'"'"'s images are not in' plan "$FILE" "$WORK/site.yaml" --probe
  nothing_written
  load "$FILE" >"$WORK/logs.load" 2>&1 || { cat "$WORK/logs.load" >&2; die "the images were not loaded"; }
  expect 0 'node-pull          green' plan "$FILE" "$WORK/site.yaml" --probe
  finding dns-inside green "$HOST"
  finding database-inside green 'control plane .*PostgreSQL'
  finding database-inside yellow 'workspace production .*is MariaDB'
  finding control-plane-tls green "$HOST: is not served yet"
  no_probe
  [ "$(plan "$FILE" "$WORK/site.yaml" --probe --output json 2>/dev/null | jq '[.findings[] | select(.check == "node-pull" and .colour == "green")] | length')" = 1 ] || die "the plan for programs has no finding of a node"
  probes_refuse
  no_probe
}

# Each of these is found by a pod, and stops an install before the first object of the product.
probes_refuse() {
  (umask 077 && echo not-this-one >"$WORK/wrong-password")
  sed "s#\(pullCredentials: .*password: {file: \)[^}]*#\1$WORK/wrong-password#" "$WORK/site.yaml" >"$WORK/probed.yaml"
  expect 5 'is refused by the registry: user name or password is wrong' plan "$FILE" "$WORK/probed.yaml" --probe --accept pull-account='pods are asked'
  sed "s#\(zenml_production, password: {file: \)[^}]*#\1$WORK/wrong-password#" "$WORK/site.yaml" >"$WORK/probed.yaml"
  expect 5 'refuses the login of zenml_production' plan "$FILE" "$WORK/probed.yaml" --probe
  sed 's/name: zenml_production,/name: zenml_nowhere,/' "$WORK/site.yaml" >"$WORK/probed.yaml"
  expect 5 'database-inside' plan "$FILE" "$WORK/probed.yaml" --probe
  sed 's/zenml\.airgap\.test/zenml.unknown.example/' "$WORK/site.yaml" >"$WORK/probed.yaml"
  expect 7 'zenml.unknown.example is not known to DNS' plan "$FILE" "$WORK/probed.yaml" --probe
  sed "s#\(zenml_production, password: {file: \)[^}]*#\1$WORK/wrong-password#" "$WORK/site.yaml" >"$WORK/probed.yaml"
  expect 5 'stopped before the first object of the product' install_bundle "$FILE" "$WORK/probed.yaml"
  [ -z "$(inside kubectl -n zenml-pro get deployments -o name)" ] || die "the product was begun"
}

# main(): after "what a plan finds out", which leaves nothing in the cluster either; or anywhere else.
# Somebody else's namespace of that name is left alone.
foreign_probe_namespace() {
  inside kubectl create namespace bundle-probe >/dev/null
  inside kubectl -n bundle-probe create configmap theirs >/dev/null
  load "$FILE" >/dev/null 2>&1
  expect 0 'is there, and not made by us, so that it is left alone' plan "$FILE" "$WORK/site.yaml" --probe
  inside kubectl -n bundle-probe get configmap theirs >/dev/null || die "their namespace was touched"
  inside kubectl delete namespace bundle-probe >/dev/null
}

# main(): after "install".
# With the product there, TLS is tried as well; a run that is killed leaves what the next one removes.
probes_after() {
  expect 0 'control-plane-tls  green' plan "$FILE" "$WORK/site.yaml" --probe --allow-downgrade
  finding control-plane-tls green "pods trust its certificate with the site's CA"
  plan "$FILE" "$WORK/site.yaml" --probe >"$WORK/logs.probe" 2>&1 &
  local pid=$! _
  for _ in $(seq 300); do
    [ -z "$(inside kubectl -n bundle-probe get pods -o name 2>/dev/null)" ] || break
    sleep .1
  done
  inside pkill -KILL -f -- '--probe' || true
  wait $pid 2>/dev/null || true
  inside kubectl get namespace bundle-probe >/dev/null || die "the killed run left nothing: it was not killed in the middle"
  expect 0 'node-pull          green' plan "$FILE" "$WORK/site.yaml" --probe
  no_probe
}
