# shellcheck shell=bash
# How figures become a table, and the table a document. A figure is "seconds peak-KiB written-bytes", as measure.py prints it.
# shellcheck disable=SC2154  # WORK, ROOT, RUNS, PARTS and MEASURED belong to the bench

begin_table() {
  echo "| work | bundle | peak | skopeo | peak | crane | peak | against skopeo | against crane |"
  echo "|---|---|---|---|---|---|---|---|---|"
}

# row WHAT OURS SKOPEO CRANE   a peer may be missing, ours may not
row() {
  [ -n "$2" ] || die "no figure of: $1"
  awk -v what="$1" -v ours="$2" -v skopeo="$3" -v crane="$4" '
    function seconds(figure, part) { return split(figure, part) ? sprintf("%.2f s", part[1]) : "" }
    function peak(figure, part) { return split(figure, part) ? sprintf("%.0f MiB", part[2] / 1024) : "" }
    function ratio(theirs, part, own) { return split(theirs, part) && split(ours, own) ? sprintf("%.2f ×", part[1] / own[1]) : "" }
    BEGIN {
      printf "| %s | %s | %s | %s | %s | %s | %s | %s | %s |\n", what, seconds(ours), peak(ours), seconds(skopeo), peak(skopeo), seconds(crane), peak(crane), ratio(skopeo), ratio(crane)
    }'
}

# row_against_openssl WHAT OURS THEIRS
row_against_openssl() {
  awk -v what="$1" -v ours="$2" -v theirs="$3" 'BEGIN {split(ours, o); split(theirs, t);
    printf "| verify, %s (`openssl dgst -sha256`: %.2f s, %.2f × of ours) | %.2f s | %.0f MiB | | | | | | |\n", what, t[1], t[1] / o[1], o[1], o[2] / 1024}'
}

# written FIGURE BYTES
written() {
  awk -v figure="$1" -v size="$2" 'BEGIN {split(figure, f);
    printf "| disk written by create: %.3f × the bundle | | | | | | | | |\n", f[3] / size}'
}

processor() { sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1; }

# conditions PART   what belongs to the figures of this run
conditions() {
  local times=$RUNS
  case $1 in latency | large | many) times=1 ;; esac
  echo "- $1: $(date -u +%Y-%m-%d), commit $(git -C "$ROOT" rev-parse --short HEAD), median of $times"
}

# measured KIND   of all parts, in their order
measured() {
  local part
  for part in "${PARTS[@]}"; do
    [ ! -e "$MEASURED/$part.$1" ] || cat "$MEASURED/$part.$1"
  done
}

document() {
  cat <<D
# Performance

Written by \`scripts/bench --write\`: $(nproc) cores of $(processor), $(awk '/MemTotal/ {printf "%.0f GiB", $2 / 1048576}' /proc/meminfo), kernel $(uname -r), $(skopeo --version), crane $CRANE_VERSION,
Debian's docker-registry $(docker-registry --version 2>/dev/null | awk '{print $3}'). Registries and clients share the machine.

Each time ends with a sync of what was written; peak is the largest VmHWM summed over the process tree. A create of ours also
renders the charts and signs, a load also verifies. skopeo and crane make a layout that tar packs. imgpkg, oras, Hauler and Zarf
could not be had here: their modules are not in the package registry that this machine reaches.

$(begin_table)
$(measured rows)

$(measured conditions)

What costs time and memory, and why it is as it is: [decision 11](decisions/0011-start-up-and-threads.md).
D
}
