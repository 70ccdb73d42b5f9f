# shellcheck shell=bash
# A single-node Kubernetes: etcd, the four servers, containerd and the kubelet.

PAUSE_IMAGE=$SITE_DOMAIN/pause:1

start_kubernetes() {
  local pki=$CLUSTER_DIR/pki
  make_certificate "$pki" apiserver /CN=kube-apiserver \
    "IP:127.0.0.1,IP:${SERVICE_NET%.*}.1,IP:$NODE_IP,DNS:localhost,DNS:kubernetes.default.svc,DNS:kubernetes.default.svc.cluster.local"
  make_certificate "$pki" admin /O=system:masters/CN=admin DNS:admin
  make_key "$pki/sa.key"
  write_kubeconfig
  start_etcd
  start_containerd
  start_apiserver
  await containerd ctr -a "$CLUSTER_DIR/containerd.sock" version # without it the kubelet gives up at once
  import_pause_image
  start_kubelet
  await apiserver api /readyz
  start_controllers
  start_proxy
  await kubelet node_is_ready
  await controllers api /api/v1/namespaces/default/serviceaccounts/default # before it there can be no pod
}

write_kubeconfig() {
  local pki=$CLUSTER_DIR/pki
  (umask 077 && cat >"$CLUSTER_DIR/kubeconfig") <<YAML
apiVersion: v1
kind: Config
current-context: airgap
clusters:
- name: airgap
  cluster: {server: "https://127.0.0.1:6443", certificate-authority-data: $(base64 -w0 "$pki/ca.crt")}
users:
- name: admin
  user: {client-certificate-data: $(base64 -w0 "$pki/admin.crt"), client-key-data: $(base64 -w0 "$pki/admin.key")}
contexts:
- name: airgap
  context: {cluster: airgap, user: admin}
YAML
}

# usage: api PATH [CURL_OPTION...]   A request to the API server, as administrator.
api() {
  local path=$1 pki=$CLUSTER_DIR/pki
  shift
  curl -fsS --cacert "$pki/ca.crt" --cert "$pki/admin.crt" --key "$pki/admin.key" "$@" "https://127.0.0.1:6443$path"
}

node_is_ready() {
  api /api/v1/nodes/node1 | jq -e '.status.conditions[] | select(.type == "Ready" and .status == "True")'
}

start_etcd() {
  start etcd etcd --data-dir "$CLUSTER_DIR/etcd" --unsafe-no-fsync --listen-peer-urls http://127.0.0.1:2380 \
    --listen-client-urls http://127.0.0.1:2379 --advertise-client-urls http://127.0.0.1:2379
}

start_apiserver() {
  local pki=$CLUSTER_DIR/pki
  start apiserver "$KUBE_CACHE/kube-apiserver" --etcd-servers=http://127.0.0.1:2379 --advertise-address="$NODE_IP" \
    --service-cluster-ip-range="$SERVICE_NET" --authorization-mode=RBAC --allow-privileged=true \
    --client-ca-file="$pki/ca.crt" --tls-cert-file="$pki/apiserver.crt" --tls-private-key-file="$pki/apiserver.key" \
    --service-account-issuer=https://kubernetes.default.svc.cluster.local \
    --service-account-key-file="$pki/sa.key" --service-account-signing-key-file="$pki/sa.key" \
    --kubelet-client-certificate="$pki/admin.crt" --kubelet-client-key="$pki/admin.key" \
    --kubelet-certificate-authority="$pki/ca.crt" --kubelet-preferred-address-types=InternalIP
}

start_controllers() {
  start controllers "$KUBE_CACHE/kube-controller-manager" --kubeconfig="$CLUSTER_DIR/kubeconfig" --leader-elect=false \
    --kube-api-qps=200 --kube-api-burst=400 --service-account-private-key-file="$CLUSTER_DIR/pki/sa.key" \
    --root-ca-file="$CLUSTER_DIR/pki/ca.crt"
  start scheduler "$KUBE_CACHE/kube-scheduler" --kubeconfig="$CLUSTER_DIR/kubeconfig" --leader-elect=false
}

# Every pod is routed, not bridged: an answer from pod to pod has to pass the node, where a Service's address is put back.
write_pod_network() {
  mkdir -p "$CLUSTER_DIR/cni"
  cat >"$CLUSTER_DIR/cni/10-airgap.conflist" <<JSON
{
  "cniVersion": "0.4.0",
  "name": "airgap",
  "plugins": [
    {"type": "ptp", "ipMasq": false,
     "ipam": {"type": "host-local", "ranges": [[{"subnet": "$POD_NET"}]], "routes": [{"dst": "0.0.0.0/0"}]}},
    {"type": "portmap", "capabilities": {"portMappings": true}}
  ]
}
JSON
}

start_containerd() {
  write_pod_network
  cat >"$CLUSTER_DIR/containerd.toml" <<TOML
version = 2
root = "$CLUSTER_DIR/containerd"
state = "/run/containerd"
[grpc]
  address = "$CLUSTER_DIR/containerd.sock"
[plugins."io.containerd.internal.v1.opt"]
  path = "$CLUSTER_DIR/opt"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "$PAUSE_IMAGE"
  restrict_oom_score_adj = true
[plugins."io.containerd.grpc.v1.cri".cni]
  bin_dir = "/usr/lib/cni"
  conf_dir = "$CLUSTER_DIR/cni"
[plugins."io.containerd.grpc.v1.cri".registry]
  config_path = "$CLUSTER_DIR/certs.d"
TOML
  mkdir -p "$CLUSTER_DIR/certs.d"
  # As on a real site, the node trusts the site's authority.
  start containerd env SSL_CERT_FILE="$CLUSTER_DIR/site/ca.crt" containerd -c "$CLUSTER_DIR/containerd.toml"
}

# The image of an empty pod, of our own program, so that no sandbox is ever pulled.
import_pause_image() {
  local at=$CLUSTER_DIR/pause architecture
  mkdir "$at"
  tar -C "$KUBE_CACHE" -cf "$at/layer.tar" pause
  architecture=$(uname -m | sed 's/x86_64/amd64/; s/aarch64/arm64/')
  jq -n --arg arch "$architecture" --arg layer "sha256:$(sha256sum "$at/layer.tar" | cut -d' ' -f1)" \
    '{os: "linux", architecture: $arch, config: {Entrypoint: ["/pause"]}, rootfs: {type: "layers", diff_ids: [$layer]}}' \
    >"$at/config.json"
  jq -n --arg name "$PAUSE_IMAGE" '[{Config: "config.json", Layers: ["layer.tar"], RepoTags: [$name]}]' >"$at/manifest.json"
  tar -C "$at" -cf "$at.tar" manifest.json config.json layer.tar
  quietly pause-image ctr -a "$CLUSTER_DIR/containerd.sock" -n k8s.io images import "$at.tar"
  rm -r "$at" "$at.tar"
}

start_kubelet() {
  local pki=$CLUSTER_DIR/pki
  cat >"$CLUSTER_DIR/kubelet.yaml" <<YAML
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
cgroupDriver: cgroupfs
cgroupRoot: /$(cgroup_name)
failCgroupV1: false
failSwapOn: false
containerRuntimeEndpoint: unix://$CLUSTER_DIR/containerd.sock
authentication: {anonymous: {enabled: false}, webhook: {enabled: true}, x509: {clientCAFile: $pki/ca.crt}}
authorization: {mode: AlwaysAllow}
tlsCertFile: $pki/apiserver.crt
tlsPrivateKeyFile: $pki/apiserver.key
clusterDNS: [$NODE_IP]
clusterDomain: cluster.local
resolvConf: ""
syncFrequency: 10s
serializeImagePulls: false
evictionHard: {memory.available: 100Mi, nodefs.available: 1%, imagefs.available: 1%}
imageGCHighThresholdPercent: 100
YAML
  start kubelet "$KUBE_CACHE/kubelet" --config="$CLUSTER_DIR/kubelet.yaml" --kubeconfig="$CLUSTER_DIR/kubeconfig" \
    --hostname-override=node1 --node-ip="$NODE_IP" --root-dir="$CLUSTER_DIR/kubelet" --cert-dir="$pki"
}

start_proxy() {
  cat >"$CLUSTER_DIR/proxy.yaml" <<YAML
apiVersion: kubeproxy.config.k8s.io/v1alpha1
kind: KubeProxyConfiguration
clientConnection: {kubeconfig: $CLUSTER_DIR/kubeconfig}
mode: iptables
clusterCIDR: $POD_NET
hostnameOverride: node1
iptables: {minSyncPeriod: 100ms}
conntrack: {maxPerCore: 0, min: 0, tcpEstablishedTimeout: 0s, tcpCloseWaitTimeout: 0s}
YAML
  start proxy "$KUBE_CACHE/kube-proxy" --config="$CLUSTER_DIR/proxy.yaml"
}
