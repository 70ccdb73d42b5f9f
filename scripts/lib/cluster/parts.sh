# shellcheck shell=bash
# Starting the parts of the cluster, each with a log and a process number of its name.

# usage: start NAME CMD [ARG...]
start() {
  local name=$1
  shift
  setsid "$@" >"$CLUSTER_DIR/log/$name" 2>&1 </dev/null &
  echo $! >"$CLUSTER_DIR/run/$name.pid"
}

# usage: await NAME CMD [ARG...]   Waits until CMD succeeds, while the part NAME runs.
await() {
  local name=$1 end=$((SECONDS + 90))
  shift
  until "$@" >/dev/null 2>&1; do
    kill -0 "$(cat "$CLUSTER_DIR/run/$name.pid")" 2>/dev/null || fail_part "$name" "ended while it started"
    [ $SECONDS -lt $end ] || fail_part "$name" "did not answer within 90 s"
    sleep .1
  done
}

# usage: fail_part NAME MESSAGE
fail_part() {
  tail -n 15 "$CLUSTER_DIR/log/$1" | sed 's/^/    /' >&2
  fail "$1 $2; above is the end of its log $CLUSTER_DIR/log/$1"
}

# usage: quietly NAME CMD [ARG...]   Runs a step that has to succeed; its output goes to the log NAME.
quietly() {
  local name=$1
  shift
  "$@" >>"$CLUSTER_DIR/log/$name" 2>&1 </dev/null || fail_part "$name" "failed in: $*"
}

# usage: make_secret NAME   A random password of this run, for its owner's eyes only.
make_secret() {
  (umask 077 && openssl rand -hex 16 | tr -d '\n' >"$CLUSTER_DIR/secrets/$1")
}

secret() { cat "$CLUSTER_DIR/secrets/$1"; }
