# shellcheck shell=bash
# Programs of other projects that ours is compared with, and that Debian does not have. Built once from their Go modules,
# checked against Go's checksum database, and kept outside the checkout.

CRANE_VERSION=v0.20.8

# peer_crane   prints the path of crane (github.com/google/go-containerregistry); builds it where it is missing
peer_crane() {
  local kept=${XDG_CACHE_HOME:-$HOME/.cache}/airgap-bundle/crane-$CRANE_VERSION building
  if [ ! -x "$kept/crane" ]; then
    command -v go >/dev/null || die "Go 1.24 or newer is needed to build crane, and there is no go: see https://go.dev/dl"
    say "building crane $CRANE_VERSION (once)"
    mkdir -p "$(dirname "$kept")"
    building=$(mktemp -d "$kept.XXXXXX")
    GOBIN=$building CGO_ENABLED=0 go install "github.com/google/go-containerregistry/cmd/crane@$CRANE_VERSION" >&2 ||
      { rm -rf "$building"; die "crane $CRANE_VERSION could not be built: see Go's words above"; }
    chmod 755 "$building"
    mv -T "$building" "$kept" 2>/dev/null || rm -rf "$building" # somebody else was faster
  fi
  printf '%s\n' "$kept/crane"
}
