#!/usr/bin/env bash
# Compares two ways to run a campaign, by short campaigns of both in alternation: two builds of the bench, or the same build with
# and without another arm beside those that are looked at. What changes inside one campaign is better compared there.
set -euo pipefail

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
readonly HERE
readonly SOURCE=$HERE/alternate.java
readonly LEAST_ROUNDS=3 # fewer give no interval worth printing
readonly BUSY_SECONDS=600 # how long another campaign is waited for

ROUNDS=20
RUNTIMES=''
OUT=alternate
FIRST=()
SECOND=()
CHILD='' # the campaign at work

say() { printf '%s\n' "$*" >&2; }
die() { printf 'alternate: %s\n' "$2" >&2; exit "$1"; }

usage() {
  cat <<END
Usage: alternate.sh [--rounds N] [--runtimes A,B] [--out DIR] --first COMMAND... --second COMMAND...

  --rounds N      campaigns of each, in random order within a round (default 20; at least $LEAST_ROUNDS)
  --runtimes A,B  runtimes and controls that are looked at (default: all that both have)
  --out DIR       where report.txt and all campaigns go (default: alternate; must be new or empty)
  COMMAND         java -jar benchmarks.jar with its options, but without --results

Prints for every arm the ratio second / first of wall and CPU time per start with its 99 % interval over rounds.

Exit: 0 the interval of every arm excludes +10 % of wall and +5 % of CPU time, 1 one does not or a campaign failed, 64 wrong usage,
69 a prerequisite is missing.
END
}

parse_arguments() {
  while (($#)); do
    case $1 in
      -h | --help) usage; exit 0 ;;
      --rounds | --runtimes | --out) (($# > 1)) || die 64 "$1 needs a value; see --help."
        case $1 in
          --rounds) ROUNDS=$2 ;;
          --runtimes) RUNTIMES=$2 ;;
          --out) OUT=$2 ;;
        esac
        shift 2 ;;
      --first) shift
        while (($#)) && [[ $1 != --second ]]; do
          FIRST+=("$1")
          shift
        done ;;
      --second) shift; SECOND=("$@"); break ;;
      *) die 64 "there is no option '$1'; see --help." ;;
    esac
  done
  if [[ ! $ROUNDS =~ ^[1-9][0-9]{0,3}$ ]] || ((ROUNDS < LEAST_ROUNDS)); then
    die 64 "--rounds wants a whole number from $LEAST_ROUNDS on, not '$ROUNDS'."
  fi
  ((${#FIRST[@]} && ${#SECOND[@]})) || die 64 "two commands are wanted: --first COMMAND... --second COMMAND..."
}

check_prerequisites() {
  local program
  ((EUID == 0)) || die 69 "starting containers needs root: run it with sudo."
  for program in "${FIRST[0]}" "${SECOND[0]}" timeout; do
    [[ -n $(type -P "$program") ]] || die 69 "$program is missing."
  done
  [[ ! -e $OUT || -d $OUT && -z $(ls -A "$OUT") ]] || die 64 "$OUT is not empty: name another folder with --out DIR."
  mkdir -p "$OUT" || die 69 "$OUT cannot be made: name another folder with --out DIR."
  OUT=$(realpath "$OUT")
}

end_child() { [[ -z $CHILD ]] || kill -TERM "$CHILD" 2>/dev/null; }

campaign() { # ROUND WHICH COMMAND...
  local name deadline=$((SECONDS + BUSY_SECONDS)) code
  name=$(printf '%03d-%s' "$1" "$2")
  shift 2
  while :; do
    code=0
    # In the background, so that a signal to this script is answered at once.
    timeout -k 120 900 "$@" --results "$OUT/$name" </dev/null >"$OUT/$name.txt" 2>&1 &
    CHILD=$!
    wait "$CHILD" || code=$?
    CHILD=''
    ((code == 69 && SECONDS < deadline)) && grep -q 'is running on this host' "$OUT/$name.txt" || break
    sleep 5
  done
  ((code == 0)) || die 1 "a campaign failed with exit code $code: $(tail -n 1 "$OUT/$name.txt")"
}

main() {
  local round
  parse_arguments "$@"
  check_prerequisites
  trap end_child EXIT
  trap 'exit 130' INT TERM HUP
  for ((round = 1; round <= ROUNDS; round++)); do
    say "round $round of $ROUNDS"
    if ((RANDOM % 2)); then
      campaign "$round" first "${FIRST[@]}"
      campaign "$round" second "${SECOND[@]}"
    else
      campaign "$round" second "${SECOND[@]}"
      campaign "$round" first "${FIRST[@]}"
    fi
  done
  java -cp "$HERE/../target/benchmarks.jar" "$SOURCE" "$OUT" "$RUNTIMES" "first: ${FIRST[*]##*/}" "second: ${SECOND[*]##*/}" >"$OUT/report.txt" ||
    { cat "$OUT/report.txt"; die 1 "an interval reaches beyond what is allowed, or the report failed."; }
  cat "$OUT/report.txt"
}

main "$@"
