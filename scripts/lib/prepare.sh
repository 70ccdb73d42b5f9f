# shellcheck shell=bash
# What the scripts share: finding a JDK, installing what is missing, saying what is done and how long it took.

# shellcheck disable=SC2034  # used by whoever sources this
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

# shellcheck source=lib/environment.sh
. "$ROOT/scripts/lib/environment.sh"

say() { printf '%s\n' "==> $*" >&2; }
die() { printf '%s\n' "error: $*" >&2; exit 1; }

# timed NAME CMD...   runs a part and says how long it took
timed() {
  local name=$1 begin=$SECONDS
  shift
  say "$name"
  "$@"
  say "$name: done in $((SECONDS - begin)) s"
}

jdk_version() { sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null; }

# Sets JAVA_HOME to a JDK of at least 25: the one that is set, the one on the PATH, or one that Debian keeps.
find_jdk() {
  local candidate on_path=
  if command -v javac >/dev/null; then on_path=$(dirname "$(dirname "$(readlink -f "$(command -v javac)")")"); fi
  for candidate in "${JAVA_HOME:-}" "$on_path" /usr/lib/jvm/* /opt/*jdk* "$HOME"/.sdkman/candidates/java/*; do
    if [ -z "$candidate" ] || [ ! -x "$candidate/bin/javac" ]; then continue; fi
    if [ "$(jdk_version "$candidate")" -ge 25 ] 2>/dev/null; then
      export JAVA_HOME=$candidate
      return
    fi
  done
  die "no JDK 25 or newer was found in JAVA_HOME, on the PATH or in /usr/lib/jvm; install one (Temurin 25) and run this again"
}

# install_packages PACKAGE...   installs the Debian packages that are missing; services stay stopped
install_packages() {
  local missing=() package
  for package in "$@"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return
  command -v apt-get >/dev/null || die "these Debian packages are missing, and there is no apt-get: ${missing[*]}"
  [ "$(id -u)" = 0 ] || die "these packages are missing; as root: apt-get install ${missing[*]}"
  say "installing Debian packages: ${missing[*]}"
  local policy=/usr/sbin/policy-rc.d ours=
  if [ ! -e $policy ]; then
    printf '#!/bin/sh\nexit 101\n' >$policy && chmod 755 $policy && ours=yes
  fi
  if ! (apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}") >"${TMPDIR:-/tmp}/airgap-apt.log" 2>&1; then
    [ -z "$ours" ] || rm -f $policy
    tail -20 "${TMPDIR:-/tmp}/airgap-apt.log" >&2
    die "apt-get could not install: ${missing[*]}"
  fi
  [ -z "$ours" ] || rm -f $policy
}
