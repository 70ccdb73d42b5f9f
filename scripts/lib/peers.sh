# shellcheck shell=bash
# Programs of other projects that ours is compared with, and that Debian does not have. Built once from their Go modules,
# checked against Go's checksum database, and kept outside the checkout.

CRANE_VERSION=v0.20.8
HELM_VERSION=v3.22.0

# peer_crane, peer_helm   print the path of the program; build it where it is missing
peer_crane() { peer crane github.com/google/go-containerregistry/cmd/crane $CRANE_VERSION; }
peer_helm() { peer helm helm.sh/helm/v3/cmd/helm $HELM_VERSION; }

# peer NAME PACKAGE VERSION
peer() {
  local name=$1 kept=${XDG_CACHE_HOME:-$HOME/.cache}/airgap-bundle/$1-$3 building
  if [ ! -x "$kept/$name" ]; then
    command -v go >/dev/null || die "Go 1.24 or newer is needed to build $name, and there is no go: see https://go.dev/dl"
    say "building $name $3 (once)"
    mkdir -p "$(dirname "$kept")"
    building=$(mktemp -d "$kept.XXXXXX")
    GOBIN=$building CGO_ENABLED=0 go install "$2@$3" >&2 ||
      { rm -rf "$building"; die "$name $3 could not be built: see Go's words above"; }
    chmod 755 "$building"
    mv -T "$building" "$kept" 2>/dev/null || rm -rf "$building" # somebody else was faster
  fi
  printf '%s\n' "$kept/$name"
}
