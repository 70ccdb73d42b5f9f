# shellcheck shell=bash
# Where the cluster lives: its folder, its namespaces, its control groups; how they begin and how they end.

check_cluster_dir() {
  [ "$CLUSTER_DIR" = "$(realpath -m "$CLUSTER_DIR")" ] || CLUSTER_DIR=$(realpath -m "$CLUSTER_DIR")
  case $CLUSTER_DIR/ in
    /etc/* | /var/lib/* | /var/log/* | /run/* | /dev/* | /proc/* | /sys/*)
      fail "CLUSTER_DIR must not lie in $CLUSTER_DIR: the cluster hides this folder; take one below /var/tmp" ;;
    *[!A-Za-z0-9._/-]*) fail "CLUSTER_DIR may only have letters, digits and . _ - in it, and is '$CLUSTER_DIR'" ;;
  esac
  # What is removed at the end was made by us.
  if [ -d "$CLUSTER_DIR" ] && [ ! -e "$CLUSTER_DIR/airgap-cluster" ] && [ -n "$(ls -A "$CLUSTER_DIR")" ]; then
    fail "CLUSTER_DIR $CLUSTER_DIR is not empty and is no cluster's: take another, or empty it"
  fi
}

# Keeps two `up` or `down` of one cluster apart. The lock is on the folder, so that nothing of it remains.
lock_cluster() {
  mkdir -p "$CLUSTER_DIR"
  exec 9<"$CLUSTER_DIR"
  flock --wait 5 9 || fail "another up or down is at work in $CLUSTER_DIR: wait for it"
}

make_cluster_dir() {
  mkdir -p "$CLUSTER_DIR"
  chmod 755 "$CLUSTER_DIR"
  touch "$CLUSTER_DIR/airgap-cluster"
  mkdir "$CLUSTER_DIR"/{log,run,pki,shadow,secrets}
  chmod 700 "$CLUSTER_DIR/secrets"
  rm -rf "$CLUSTER_DIR.failed"
}

remove_files() {
  local _
  for _ in {1..50}; do # the mounts of ended namespaces may take a moment
    rm -rf --one-file-system "$CLUSTER_DIR" 2>/dev/null && return 0 # not the status from before the trap
    sleep .1
  done
  rm -rf --one-file-system "$CLUSTER_DIR" || fail "could not remove $CLUSTER_DIR; the message above says what is in use"
}

# The process that waits outside for the first process inside; nothing if there is none.
outer_process() {
  local pid
  pid=$(cat "$CLUSTER_DIR/pid" 2>/dev/null) || return 1
  # After a restart of the machine the number may be somebody else's.
  tr '\0' '\n' 2>/dev/null <"/proc/$pid/environ" | grep -qxF "CLUSTER_DIR=$CLUSTER_DIR" || return 1
  printf '%s' "$pid"
}

first_inner_process() {
  local outer
  outer=$(outer_process) && pgrep -P "$outer"
}

is_up() { [ -e "$CLUSTER_DIR/ready" ] && first_inner_process >/dev/null; }
need_up() { is_up || fail "not up in $CLUSTER_DIR: run scripts/cluster up"; }

# usage: inside CMD [ARG...]
inside() (inside_exec "$@")

inside_exec() {
  local first
  first=$(first_inner_process) || fail "the cluster in $CLUSTER_DIR has ended"
  # shellcheck disable=SC2016  # expanded inside
  exec nsenter --target "$first" --net --mount --pid --ipc --uts -- \
    setpriv --pdeathsig=TERM -- \
    env -u http_proxy -u https_proxy -u all_proxy -u no_proxy -u HTTP_PROXY -u HTTPS_PROXY -u ALL_PROXY -u NO_PROXY \
    KUBECONFIG="$CLUSTER_DIR/kubeconfig" KUBECACHEDIR="$CLUSTER_DIR/kubectl-cache" PATH="$KUBE_CACHE:$PATH" \
    sh -c 'cd "$1" && shift && exec "$@"' sh "$PWD" "$@"
}

# usage: begin_namespaces BARE
begin_namespaces() {
  local outer
  [ -z "$1" ] || touch "$CLUSTER_DIR/bare"
  # The number is written by the process itself, before anything else: whatever is killed now, `down` finds it.
  # shellcheck disable=SC2016  # expanded by the new process
  setsid env -i PATH="$PATH" HOME="$HOME" LANG=C.UTF-8 CLUSTER_DIR="$CLUSTER_DIR" KUBE_CACHE="$KUBE_CACHE" bash -c '
    echo $$ >"$CLUSTER_DIR/pid"
    exec unshare --net --mount --pid --ipc --uts --fork --kill-child "$0" first-process' "$SCRIPTS/cluster" \
    >"$CLUSTER_DIR/log/up" 2>&1 </dev/null 9<&- &
  outer=$!
  disown # no message when it is killed
  while [ ! -e "$CLUSTER_DIR/ready" ]; do
    kill -0 "$outer" 2>/dev/null || { cat "$CLUSTER_DIR/log/up" >&2; exit 1; }
    sleep .1
  done
}

# usage: runs PID   A process that ended and that nobody has asked for yet runs no more; nor does one below it.
runs() { grep -qs '^State:[[:space:]]*[^[:space:]ZX]' "/proc/$1/status"; }

# Ends every process of the cluster: all are below the first one.
end_namespaces() {
  local outer first
  if outer=$(outer_process); then
    first=$(pgrep -P "$outer" || true)
    kill -KILL ${first:+"$first"} "$outer" 2>/dev/null || true
    while runs "$outer" || runs "${first:-none}"; do sleep .05; done
  fi
  remove_cgroups
}

# The name that pods have among the control groups of this machine: another one for each cluster.
cgroup_name() { printf 'airgap-cluster-%s' "$(printf '%s' "$CLUSTER_DIR" | sha256sum | cut -c1-12)"; }
cgroup_mounts() { awk '$3 == "cgroup" || $3 == "cgroup2" {print $2}' /proc/mounts; }

make_cgroups() {
  local mount controller
  # In cgroup v2 a group may use only what its parent hands down; what the kernel lacks is refused.
  for controller in cpuset cpu io memory hugetlb pids; do
    [ ! -e /sys/fs/cgroup/cgroup.controllers ] ||
      echo "+$controller" 2>/dev/null >/sys/fs/cgroup/cgroup.subtree_control || true
  done
  for mount in $(cgroup_mounts); do
    mkdir -p "$mount/$(cgroup_name)"
  done
}

remove_cgroups() {
  local mount group _
  for mount in $(cgroup_mounts); do
    group=$mount/$(cgroup_name)
    for _ in {1..50}; do # the kernel lets go of ended processes a little later
      [ ! -d "$group" ] && break
      find "$group" -depth -type d -exec rmdir {} + 2>/dev/null || sleep .05
    done
  done
}

# usage: shadow FOLDER   What is written below it from now on goes to CLUSTER_DIR.
shadow() {
  local own=$CLUSTER_DIR/shadow/${1//\//_}
  mkdir -p "$own/upper" "$own/work"
  mount -t overlay overlay -o "lowerdir=$1,upperdir=$own/upper,workdir=$own/work" "$1"
}

own_file_systems() {
  mount --make-rprivate /
  mount -t proc proc /proc
  mount -t tmpfs -o mode=755 tmpfs /run
  mount -t tmpfs -o mode=1777 tmpfs /dev/shm
  mkdir -p /run/netns /run/lock
  shadow /etc
  shadow /var/lib
  shadow /var/log
  keep_kernel_settings
  mount --make-rshared /
}

# The kubelet wants some settings that hold for the whole machine. It gets files that say so instead.
keep_kernel_settings() {
  local setting file
  mkdir "$CLUSTER_DIR/sysctl"
  for setting in vm/overcommit_memory=1 vm/panic_on_oom=0 kernel/panic=10 kernel/panic_on_oops=1 \
    kernel/keys/root_maxkeys=1000000 kernel/keys/root_maxbytes=25000000; do
    file=$CLUSTER_DIR/sysctl/$(basename "${setting%=*}")
    printf '%s\n' "${setting#*=}" >"$file"
    [ ! -e "/proc/sys/${setting%=*}" ] || mount --bind "$file" "/proc/sys/${setting%=*}"
  done
}

# The default route leads into a bridge that nobody is on: what goes out is seen, counted (traffic.sh) and lost.
own_network() {
  hostname node1
  rm -f /etc/resolv.conf # a symbolic link on many machines
  printf 'nameserver %s\n' "$NODE_IP" >/etc/resolv.conf
  printf '127.0.0.1 localhost\n%s node1\n' "$NODE_IP" >/etc/hosts
  ip link set lo up
  ip link add node0 type bridge
  ip address add "$NODE_IP/${NODE_NET#*/}" dev node0
  ip link set node0 up
  ip route add default dev node0
  sysctl -qw net.ipv4.ip_forward=1
}

first_process() {
  set -E
  trap 'say "stopped at ${BASH_SOURCE[0]##*/}:$LINENO: $BASH_COMMAND"' ERR
  own_file_systems
  own_network
  count_packets
  make_cgroups
  make_authority "$CLUSTER_DIR/pki" cluster-ca
  if [ ! -e "$CLUSTER_DIR/bare" ]; then
    start_databases &
    local databases=$!
    start_site
  fi
  start_kubernetes
  if [ ! -e "$CLUSTER_DIR/bare" ]; then
    wait "$databases" || fail "the databases did not start; the message stands above"
    start_ingress
  fi
  touch "$CLUSTER_DIR/ready"
  while :; do # bash, as process 1, takes care of ended processes that nobody waits for
    sleep 1000 &
    wait $! || true
  done
}
