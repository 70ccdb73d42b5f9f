# shellcheck shell=bash
# What the machine must have: Debian packages.

# A program that shows that a package is there, and the package.
PACKAGES=(
  etcd:etcd-server containerd:containerd runc:runc /usr/lib/cni/ptp:containernetworking-plugins ip:iproute2
  iptables:iptables dnsmasq:dnsmasq-base nginx:nginx-light mariadbd:mariadb-server mariadb:mariadb-client
  psql:postgresql docker-registry:docker-registry htpasswd:apache2-utils openssl:openssl skopeo:skopeo curl:curl jq:jq
  pgrep:procps unshare:util-linux
)

need_root() {
  [ "$(id -u)" = 0 ] || fail "needs root, because it makes namespaces and mounts: run it with sudo"
}

install_packages() {
  local pair missing=()
  for pair in "${PACKAGES[@]}"; do
    command -v "${pair%%:*}" >/dev/null || missing+=("${pair#*:}")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  need_root
  command -v apt-get >/dev/null || fail "these Debian packages are missing, and there is no apt-get: ${missing[*]}"
  say "installing Debian packages: ${missing[*]}"
  (
    trap allow_services EXIT
    trap 'exit 130' INT TERM
    forbid_services
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq &&
      apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null &&
      disable_services "${missing[@]}"
  ) || fail "apt-get could not install ${missing[*]}; its message stands above"
}

# Debian starts the service of a package that it installs, unless /usr/sbin/policy-rc.d forbids it.
POLICY=/usr/sbin/policy-rc.d
POLICY_MARK='made by scripts/cluster, to be removed'

forbid_services() {
  if [ -e "$POLICY" ] && ! grep -q "$POLICY_MARK" "$POLICY"; then
    mv "$POLICY" "$POLICY.before-cluster"
  fi
  printf '#!/bin/sh\n# %s\nexit 101\n' "$POLICY_MARK" >"$POLICY"
  chmod 755 "$POLICY"
}

allow_services() {
  rm -f "$POLICY"
  [ ! -e "$POLICY.before-cluster" ] || mv "$POLICY.before-cluster" "$POLICY"
}

# Nor must the services that we brought start when the machine does.
disable_services() {
  local package unit
  command -v systemctl >/dev/null || return 0
  for package in "$@"; do
    for unit in $(dpkg -L "$package" | sed -n 's#^/\(usr/\)\?lib/systemd/system/\([^@/]*\.service\)$#\2#p'); do
      systemctl disable --quiet "$unit" >/dev/null 2>&1 || true # not every unit can be enabled
    done
  done
}
