#!/usr/bin/env bash
# Shows on this machine what the bench survives: runtimes that misbehave, faults of real ones, a host that turns hostile, and its
# own death, at random moments of real campaigns. Writes a table of what happened, what was kept and what was left.
#
# What it runs are integration tests, which a plain "mvn verify" runs too, but with a few random moments only. The same seed gives the
# same kills at the same times; what the bench is doing then differs from run to run.
set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
readonly ROOT
readonly TESTS=FaultMatrixIT,RealFaultIT,HostileHostIT,UnharmedIT,KillIT

readonly UNHARMED_CYCLES=100 # enough turns for an interval narrower than what is allowed

MOMENTS=200
SEED=1
OUT=survival.md

say() { printf '%s\n' "$*" >&2; }
die() { printf 'survival: %s\n' "$2" >&2; exit "$1"; }

usage() {
  cat <<END
Usage: survival.sh [--moments N] [--seed N] [--out FILE]

  --moments N  random moments at which something is killed (default 200: about an hour)
  --seed N     seed of the moments and of what is killed (default 1)
  --out FILE   the table, as Markdown; Maven's output goes to FILE.log (default: survival.md; neither may exist)

Every case is a row: green, **red** with the first line of what was wrong, or not run with the reason.

Exit: 0 no row is red, 1 one is or the run failed, 64 wrong usage, 69 a prerequisite is missing or another campaign holds the host.
END
}

parse_arguments() {
  while (($#)); do
    case $1 in
      -h | --help) usage; exit 0 ;;
      --moments | --seed | --out) (($# > 1)) || die 64 "$1 needs a value; see --help."
        case $1 in
          --moments) MOMENTS=$2 ;;
          --seed) SEED=$2 ;;
          --out) OUT=$2 ;;
        esac
        shift 2 ;;
      *) die 64 "there is no option '$1'; see --help." ;;
    esac
  done
  [[ $MOMENTS =~ ^[1-9][0-9]{0,4}$ ]] || die 64 "--moments wants a whole number from 1 to 99999, not '$MOMENTS'."
  [[ $SEED =~ ^(0|[1-9][0-9]{0,17})$ ]] || die 64 "--seed wants a whole number of at most 18 digits, not '$SEED'."
}

# The tests would wait for a campaign of others, and fail when it takes long: that says nothing about the bench.
require_free_host() {
  local owner token stat
  for owner in /run/ocibench/ocib-*/owner.json; do
    [[ -f $owner && $(<"$owner") =~ \"pid\":\ *([0-9]+),\ *\"startTime\":\ *([0-9]+) ]] || continue
    token=${owner%/owner.json}
    # The name of a process may have any character; behind its last bracket come the state and, 19 fields on, the start.
    stat=$(cat "/proc/${BASH_REMATCH[1]}/stat" 2>/dev/null) || continue
    read -ra stat <<<"${stat##*) }"
    [[ ${stat[0]} != [ZX] && ${stat[19]} == "${BASH_REMATCH[2]}" ]] || continue
    die 69 "campaign ${token##*/} is running on this host (process ${BASH_REMATCH[1]}): wait for its end."
  done
}

check_prerequisites() {
  local program
  ((EUID == 0)) || die 69 "starting containers needs root: run it with sudo."
  for program in mvn setsid; do
    [[ -n $(type -P "$program") ]] || die 69 "$program is missing: install the package ${program/#mvn/maven}."
  done
  require_free_host
  [[ ! -e $OUT && ! -e $OUT.log ]] || die 64 "$OUT or $OUT.log exists: name another file with --out FILE."
  : 2>/dev/null >"$OUT" || die 69 "$OUT cannot be written: name another file with --out FILE."
  OUT=$(realpath "$OUT")
}

heading() {
  printf '# What the bench survives\n\n'
  printf 'From real runs, by jmh/survival.sh --moments %d --seed %s.\n\n' "$MOMENTS" "$SEED"
}

main() {
  local code=0
  parse_arguments "$@"
  check_prerequisites
  heading >"$OUT"
  # The unit tests are no part of it: none has the name "none".
  {
    cd "$ROOT"
    mvn -B -ntp -pl jmh verify -DskipTests=false -Dtest=none -Dit.test="$TESTS" -Dsurefire.failIfNoSpecifiedTests=false \
      -Docibench.strict=true -Docibench.unharmed.cycles="$UNHARMED_CYCLES" -Docibench.moments="$MOMENTS" \
      -Docibench.moments.seed="$SEED" -Docibench.moments.report="$OUT" 2>&1
  } | tee "$OUT.log" | grep --line-buffered -E '^(moment|waiting) ' >&2 || code=${PIPESTATUS[0]}
  cat "$OUT"
  ((code == 0)) || die 1 "not everything was survived, or the run failed: see $OUT.log."
  say "kept in $OUT"
}

main "$@"
