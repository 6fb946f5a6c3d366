#!/usr/bin/env bash
# A real OCI runtime that misbehaves when it is told to, to try out what a bench, a containerd or an alert does then.
#
# "install" copies this script to FOLDER/NAME; with NAME.fault beside it, it is that runtime (see --help). FOLDER/NAME.starts has
# a line for every start that began: what a bench that died should have on record. One start at a time: it has no lock.
set -euo pipefail

readonly SENTINEL=42
readonly SHOUT_BYTES=100000000
readonly LIFE=600 # seconds that what is left behind lives, so that a test that fails does not leave it for ever

usage() {
  cat <<END
Usage: fault-runtime.sh install NAME FOLDER REAL FAULT [RATE [SEED]]

  NAME    name of the new runtime: letters and digits
  FOLDER  where it is put; must be on the PATH of the bench
  REAL    the real runtime's binary
  FAULT   fail-create, fail-start, fail-delete   exit code 1 with a message at that phase; the container stays as it is then
          hang-create, hang-start, hang-delete   never ends at that phase, and ignores SIGTERM
          silent         exit code 0 without running anything
          forged         exit code $SENTINEL, the sentinel, without running anything
          daemon         leaves a process that holds stdin, stdout and stderr
          shout          prints 100 MB to stderr and to stdout
          leak-process, leak-mount, leak-cgroup, leak-netns, leak-state   leaves one behind
          replaced       the binary changes
          slow           takes 50 ms longer
          none           none: tells what the wrapper itself costs
  RATE    1/N: one of N starts, drawn by SEED; 6,9: those starts; 4+: from the 4th on (default 1/10)
  SEED    a number (default 1)

Starts are numbered from 1 and all count, also those of the bench's probe, warm-ups and lead-ins. The same seed fails the
same starts.

Prints a list with the descriptor, for --runtimes FILE. Writes one line per start to FOLDER/NAME.starts: its number, the
container's id, and the fault or "none". Exit: 0 done, 64 wrong usage.
END
}

wrong() { printf 'fault-runtime: %s; see --help.\n' "$1" >&2; exit 64; }

readonly FAULTS=' fail-create fail-start fail-delete hang-create hang-start hang-delete silent forged daemon shout
 leak-process leak-mount leak-cgroup leak-netns leak-state replaced slow none '

install_as() { # NAME FOLDER REAL FAULT [RATE [SEED]]
  (($# >= 4 && $# <= 6)) || wrong 'install wants NAME FOLDER REAL FAULT [RATE [SEED]]'
  local name=$1 folder=$2 real=$3 fault=$4 rate=${5:-1/10} seed=${6:-1}
  [[ $name =~ ^[a-z][a-z0-9]*$ ]] || wrong "a name is made of small letters and digits, not '$name'"
  [[ -x $real && -f $real ]] || wrong "'$real' is no executable"
  [[ $FAULTS == *[[:space:]]"$fault"[[:space:]]* ]] || wrong "there is no fault '$fault'"
  [[ $rate =~ ^(1/[1-9][0-9]*|[1-9][0-9]*(,[1-9][0-9]*)*|[1-9][0-9]*\+)$ ]] || wrong "'$rate' is no rate"
  [[ $seed =~ ^[0-9]{1,9}$ ]] || wrong "'$seed' is no seed"
  mkdir -p "$folder"
  cp -- "${BASH_SOURCE[0]}" "$folder/$name"
  chmod 755 "$folder/$name"
  printf '%s\n' "$(realpath -- "$real")" "$fault" "$rate" "$seed" >"$folder/$name.fault"
  : >"$folder/$name.starts"
  printf '[{"name": "%s", "binary": "%s", "versionPattern": "%s version (\\\\S+)", "setupFailureExits": [1]}]\n' \
    "$name" "$name" "$name"
}

# ---- as a runtime --------------------------------------------------------------------------------

# Whether a start misbehaves. The draw is SplitMix64 (Steele, Lea, Flood 2014): neighbouring starts do not stay together.
picked() { # RATE SEED START
  local rate=$1 start=$3 state
  case $rate in
    1/*)
      state=$(($2 * 1000003 + start * 0x9e3779b97f4a7c15))
      state=$(((state ^ (state >> 30 & 0x3ffffffff)) * 0xbf58476d1ce4e5b9))
      state=$(((state ^ (state >> 27 & 0x1fffffffff)) * 0x94d049bb133111eb))
      (((state >> 31 & 0x1ffffffff) % ${rate#1/} == 0)) ;;
    *+) ((start >= ${rate%+})) ;;
    *) [[ ,$rate, == *,$start,* ]] ;;
  esac
}

fail() { printf 'fault-runtime: injected failure at %s\n' "$1" >&2; exit 1; }

hang() {
  trap '' TERM INT HUP
  while :; do sleep 100; done
}

argument_of() { # FLAG ARGUMENT..., prints the flag's value
  local flag=$1
  shift
  while (($#)); do
    if [[ $1 == "$flag" ]]; then
      echo "$2"
      return
    fi
    shift
  done
}

leak() { # WHAT ARGUMENT...
  local what=$1 bundle cgroup
  shift
  bundle=$(argument_of --bundle "$@")
  case $what in
    # Orphans: a child that it did not start would change what the real runtime does.
    process) (setsid sleep "$LIFE" </dev/null >/dev/null 2>&1 &) ;;
    mount) mkdir -p "$bundle/leaked" && mount -t tmpfs leaked "$bundle/leaked" ;;
    netns) touch "$bundle/netns" && unshare --net="$bundle/netns" true ;;
    state) mkdir -p "$(argument_of --root "$@")/leaked-$$" ;;
    cgroup)
      cgroup=$(sed -n 's/.*"cgroupsPath":"\([^"]*\)".*/\1/p' "$bundle/config.json")
      [[ -d /sys/fs/cgroup/memory ]] && cgroup=/memory$cgroup
      mkdir -p "/sys/fs/cgroup$cgroup-leaked" ;;
  esac
}

# What the fault does before the real runtime is asked. "run" is create, start and delete in one command.
misbehave() { # FAULT PHASE ARGUMENT...
  local fault=$1 phase=$2
  shift 2
  case $fault:$phase in
    fail-create:run | fail-create:create | fail-start:start | fail-delete:delete) fail "$phase" ;;
    hang-create:run | hang-create:create | hang-start:start | hang-delete:delete) hang ;;
    fail-start:run | hang-start:run)
      "$REAL" "${@/#run/create}"
      [[ $fault == hang-start ]] && hang
      fail start ;;
    fail-delete:run | hang-delete:run)
      "$REAL" "$@" || true
      [[ $fault == hang-delete ]] && hang
      fail delete ;;
    silent:run | silent:create) exit 0 ;;
    forged:run | forged:create) exit "$SENTINEL" ;;
    daemon:run | daemon:create) (setsid sleep "$LIFE" &) ;;
    shout:run | shout:create) head -c "$SHOUT_BYTES" /dev/zero | tr '\0' 'x' | tee /dev/stderr ;;
    leak-*:run | leak-*:create) leak "${fault#leak-}" "$@" ;;
    replaced:run | replaced:create)
      { cat "$0" && echo '# replaced'; } >"$0.next"
      chmod 755 "$0.next"
      mv "$0.next" "$0" ;;
    slow:run | slow:create) sleep 0.05 ;;
  esac
}

run_as() { # ARGUMENT...
  local settings fault rate seed word phase='' start does=none
  mapfile -t settings <"$0.fault"
  readonly REAL=${settings[0]}
  fault=${settings[1]} rate=${settings[2]} seed=${settings[3]}
  for word in "$@"; do
    case $word in
      --version | -v)
        echo "${0##*/} version 1.0.0"
        exit 0 ;;
      run | create | start | delete)
        phase=$word
        break ;;
    esac
  done
  # The bench's own cleaning up must work, whatever the fault.
  if [[ $phase && " $* " != *' --force '* && " $* " != *' -f '* ]]; then
    start=$(wc -l <"$0.starts")
    if [[ $phase == run || $phase == create ]]; then
      picked "$rate" "$seed" $((++start)) && does=$fault
      echo "$start ${*: -1} $does" >>"$0.starts"
    elif picked "$rate" "$seed" "$start"; then
      does=$fault
    fi
    misbehave "$does" "$phase" "$@"
  fi
  exec "$REAL" "$@"
}

if [[ -f $0.fault ]]; then
  run_as "$@"
else
  case ${1:-} in
    install) install_as "${@:2}" ;;
    -h | --help) usage ;;
    *) wrong "the only command is install" ;;
  esac
fi
