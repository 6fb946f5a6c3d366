#!/usr/bin/env bash
# Shows on this machine what a verdict is worth: how often equal things are called different, and how often a change that was planted
# is found. One long campaign is recorded and cut into disjoint windows, each of which is judged as if it were all there is.
set -euo pipefail

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
readonly HERE
readonly BENCH=$HERE/../target/benchmarks.jar
readonly SOURCES=("$HERE/calibrate.java" "$HERE/slower-runtime.c")
readonly PILOT_STARTS=400
readonly MOST_MINUTES=360 # what a longer campaign logs cannot be read again
readonly WINDOW_BLOCKS=8 # of the shortest window, as planned: as many as "ab" plans at least
readonly ALARM_WINDOWS=300,600 # seconds: what "ab" can tell in its default time and in twice as much stands beside the alarms
readonly ALARM_BLOCKS=5 # of a window of "alarms"
readonly SUB_BLOCK_STARTS=12
readonly ALARM_BLOCK_STARTS=240 # 20 sub-blocks: with fewer most of the time would go to the start of JVMs
readonly FORK_MICROS=800000 # start and end of a fork with the others' beside it, as measured on two machines of two cores: 500 and 1000 ms
readonly HAND_OVER_MICROS=2200 # likewise: 1.5 and 2.9 ms
readonly CONTROL_MICROS=3000 # a start of a control, on average

MODE=''
BINARY=''
KERNEL=quiet
PLANT=''
MINUTES=60
WINDOWS=''
OUT=calibration
WORK=''
CHILD='' # the campaign at work
MEDIAN=0

say() { printf '%s\n' "$*" >&2; }
die() { printf 'calibrate: %s\n' "$2" >&2; exit "$1"; }

usage() {
  cat <<END
Usage: calibrate.sh alarms|power BINARY [--kernel quiet|default] [--minutes N] [--plant PERCENT,...] [--window SECONDS,...] [--out DIR]

  alarms            a runtime and its copy, in windows of 20 sub-blocks over 5 blocks: p against equality (some 5 % should be below .05), and
                    verdicts
  power             a runtime behind a wrapper, a copy of it, and the same wrapper with work added: in how many windows is it REGRESSED? "ab"
                    wants that twice, so square it
  BINARY            an OCI runtime, for example /opt/ocibench/crun/1.21/bin/crun
  --kernel SETTING  quiet, as "ab" has it by default, or default (default quiet)
  --minutes N       how long is recorded, about (default 60)
  --plant PERCENT   of power: work added, in per cents of a start's median wall time; one more arm each (default 3,5)
  --window SECONDS  of power: lengths of windows, as the --budget of "ab"; the shortest must have 5 blocks (default 180,600)
  --out DIR         where report.txt, windows.csv and the campaign go (default: calibration; must be new or empty)

Exit: 0 done, 1 a campaign failed, 64 wrong usage, 69 a prerequisite is missing.
END
}

parse_arguments() {
  while (($#)); do
    case $1 in
      -h | --help) usage; exit 0 ;;
      --kernel | --plant | --minutes | --window | --out) (($# > 1)) || die 64 "$1 needs a value; see --help."
        case $1 in
          --kernel) KERNEL=$2 ;;
          --plant) PLANT=$2 ;;
          --minutes) MINUTES=$2 ;;
          --window) WINDOWS=$2 ;;
          --out) OUT=$2 ;;
        esac
        shift 2 ;;
      -*) die 64 "there is no option '$1'; see --help." ;;
      *)
        if [[ -z $MODE ]]; then MODE=$1; elif [[ -z $BINARY ]]; then BINARY=$1; else die 64 "'$1' is one argument too many; see --help."; fi
        shift ;;
    esac
  done
  [[ $MODE == alarms || $MODE == power ]] || die 64 "first alarms or power is wanted, not '$MODE'; see --help."
  [[ -n $BINARY ]] || die 64 "the binary of a runtime is wanted; see --help."
  [[ $KERNEL == quiet || $KERNEL == default ]] || die 64 "--kernel wants quiet or default, not '$KERNEL'."
  if [[ $MODE == alarms ]]; then
    [[ -z $PLANT && -z $WINDOWS ]] || die 64 "--plant and --window are of power; see --help."
    WINDOWS=$ALARM_WINDOWS
  fi
  PLANT=${PLANT:-3,5}
  WINDOWS=${WINDOWS:-180,600}
  [[ $PLANT =~ ^[1-9][0-9]?(,[1-9][0-9]?)*$ ]] || die 64 "--plant wants whole per cents from 1 to 99, not '$PLANT'."
  [[ $MINUTES =~ ^[1-9][0-9]{0,2}$ ]] && ((MINUTES <= MOST_MINUTES)) || die 64 "--minutes wants a whole number from 1 to $MOST_MINUTES, not '$MINUTES'."
  [[ $WINDOWS =~ ^[1-9][0-9]{1,4}(,[1-9][0-9]{1,4})*$ ]] || die 64 "--window wants whole seconds from 10 on, not '$WINDOWS'."
}

check_prerequisites() {
  local program
  ((EUID == 0)) || die 69 "starting containers needs root: run it with sudo."
  for program in java cc jq; do
    [[ -n $(type -P "$program") ]] || die 69 "$program is missing: run jmh/provision.sh, and install a JDK from 17 on."
  done
  [[ -e $BENCH ]] || die 69 "target/benchmarks.jar is missing: run mvn -q -pl jmh verify -DskipTests."
  [[ -x $BINARY && -f $BINARY ]] || die 64 "'$BINARY' is no executable."
  [[ ! -e $OUT || -d $OUT && -z $(ls -A "$OUT") ]] || die 64 "$OUT is not empty: name another folder with --out DIR."
  mkdir -p "$OUT" || die 69 "$OUT cannot be made: name another folder with --out DIR."
  OUT=$(realpath "$OUT")
  BINARY=$(realpath "$BINARY")
  WORK=$(mktemp -d)
}

# The campaign puts the kernel's setting back and removes its cgroups; until then the host is not free.
end_all() {
  if [[ -n $CHILD ]] && kill -TERM "$CHILD" 2>/dev/null; then
    wait "$CHILD" || true
  fi
  [[ -z $WORK ]] || rm -rf "$WORK"
}

campaign() { # RESULTS ARGUMENT...
  local results=$1 code=0
  shift
  # In the background, so that a signal to this script is answered at once.
  PATH=$WORK:$PATH java -jar "$BENCH" "$@" -p via=direct -p "kernel=$KERNEL" --runtimes "$WORK/runtimes.json" \
    --results "$results" </dev/null >"$WORK/table.txt" 2>"$WORK/log.txt" &
  CHILD=$!
  wait "$CHILD" || code=$?
  CHILD=''
  ((code == 0)) || die 1 "a campaign failed with exit code $code: $(tail -n 1 "$WORK/log.txt")"
}

folder_of() { dirname "$(find "$1" -name meta.json)"; } # RESULTS

wrapper() { # NAME MICROS
  cc -O2 "-DREAL=\"$BINARY\"" "-DMICROS=$2" -o "$WORK/$1" "${SOURCES[1]}" || die 69 "slower-runtime.c does not compile: install gcc and libc6-dev."
}

describe() { # NAME...
  # Every runtime's version text has its version behind this word.
  jq -n '[$ARGS.positional[] | {name: ., binary: ., versionPattern: "version (\\S+)", setupFailureExits: [1]}]' --args "$@" \
    >"$WORK/runtimes.json"
}

# Sets MEDIAN to the pilot's median start behind the wrapper that adds nothing, in microseconds.
pilot() {
  wrapper plain 0
  describe plain
  campaign "$WORK/pilot" -p runtime=plain -f 1 -i "$PILOT_STARTS"
  MEDIAN=$(jq '[.[] | select(.params.runtime == "plain") | .primaryMetric.rawData[][]] | sort | .[length / 2 | floor] | round' \
    "$(folder_of "$WORK/pilot")/jmh.json")
}

record() {
  local name percent micros names window least blocks starts forks per_start
  pilot
  if [[ $MODE == alarms ]]; then
    cp -- "$BINARY" "$WORK/plain"
    names=(plain)
  else
    names=(plain)
    for percent in ${PLANT//,/ }; do
      micros=$((MEDIAN * percent / 100))
      name=plus$percent
      wrapper "$name" "$micros"
      names+=("$name")
      echo "$name: $micros us of work, $percent % of the pilot's median start of $MEDIAN us" >>"$OUT/planted.txt"
    done
  fi
  describe "${names[@]}"
  names+=(plain~copy)
  # Beside them are the two controls that every campaign has. A turn of 4 timed starts has a lead-in.
  forks=$(((${#names[@]} + 2) * FORK_MICROS))
  per_start=$((5 * (${#names[@]} * (MEDIAN + HAND_OVER_MICROS) + 2 * CONTROL_MICROS) / 4))
  if [[ $MODE == alarms ]]; then
    least=$ALARM_BLOCKS
    starts=$ALARM_BLOCK_STARTS
    blocks=$((MINUTES * 60000000 / (starts * per_start + forks)))
  else
    window=$(tr , '\n' <<<"$WINDOWS" | sort -n | head -n 1)
    least=$WINDOW_BLOCKS
    blocks=$((MINUTES * 60 * WINDOW_BLOCKS / window))
    starts=$(((window * 1000000 / WINDOW_BLOCKS - forks) / per_start))
  fi
  ((starts >= SUB_BLOCK_STARTS)) || die 64 "a window of $window s is too short for so many arms: give it more with --window SECONDS."
  ((blocks >= least)) || die 64 "$MINUTES minutes are too short for a window: take more with --minutes N."
  say "$blocks blocks of $starts starts of each, about $MINUTES minutes"
  campaign "$OUT/campaign" -p "runtime=$(IFS=,; echo "${names[*]}")" -f "$blocks" -i "$starts"
}

main() {
  parse_arguments "$@"
  check_prerequisites
  trap end_all EXIT
  trap 'exit 130' INT TERM HUP
  record
  {
    printf '%s of %s, kernel %s\n' "$MODE" "$("$BINARY" --version | head -n 1)" "$KERNEL"
    [[ ! -e $OUT/planted.txt ]] || cat "$OUT/planted.txt"
    java -cp "$BENCH" "${SOURCES[0]}" "$MODE" "$WINDOWS" "$OUT/windows.csv" "$(folder_of "$OUT/campaign")"
  } >"$OUT/report.txt"
  cat "$OUT/report.txt"
}

main "$@"
