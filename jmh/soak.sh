#!/usr/bin/env bash
# Starts containers by the ten thousand and shows whether the bench and the host stay as they are.
#
# It runs campaign after campaign of the default selection (every runtime found x direct, ctr, nerdctl) until the operation logs
# hold so many container starts, failed and untimed ones too. The first campaign is short: it shows how long a start takes. While a
# campaign runs, soak.java looks at it and at the host from outside, through /proc; when it has ended, it looks for what it left.
# Everything is kept in one folder, and the same command goes on where it stopped.
set -euo pipefail

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
readonly HERE
readonly SOURCE=$HERE/soak.java
readonly BUSY_SECONDS=600 # how long another campaign is waited for
# Small heaps, so that resident memory shows what is held and not what was not collected yet.
readonly SCHEDULER_HEAP=(-Xms16m -Xmn4m)
readonly FORK_HEAP=-Xmn2m

STARTS=20000
MINUTES=20
JAR=$HERE/../target/benchmarks.jar
JAVA=${JAVA_HOME:+$JAVA_HOME/bin/}java
OUT=soak
PASSED=()    # options handed on to every campaign
WORK=''      # temporary folder
CHILD=''     # the campaign at work, or a tool
WATCHER=''   # the process that looks from outside
WHAT_NEXT='' # how to go on
COMMAND=''   # this command line, to be printed

say() { printf '%s\n' "$*" >&2; }
die() { printf 'soak: %s\n' "$2" >&2; exit "$1"; }

usage() {
  cat <<END
Usage: soak.sh [--starts N] [--campaign-minutes M] [--out DIR] [--jar FILE] [--java FILE] [-- OPTION...]

  --starts N            container starts in all, of every arm together; controls do not count (default 20000)
  --campaign-minutes M  about how long one campaign takes (default 20; 1 to 60)
  --out DIR             where report.md, samples.csv, checks.csv and the campaigns go (default: soak); with a folder of a
                        soak that was cut short, it goes on with that one
  --jar FILE            the benchmarks (default: target/benchmarks.jar beside this folder)
  --java FILE           java of a JDK 17 or newer (default: \$JAVA_HOME/bin/java, else java)
  -- OPTION...          options for every campaign, such as -p via=direct; not -f, -i, --results, -jvmArgsAppend

Exit: 0 every criterion holds, 1 one is missed or could not be judged, or a campaign failed, 64 wrong usage, 69 a prerequisite
is missing, 130 interrupted by Ctrl-C, 143 ended by SIGTERM or SIGHUP.
END
}

parse_arguments() {
  local option
  COMMAND=$(printf '%q ' "$0" "$@")
  while (($#)); do
    case $1 in
      -h | --help) usage; exit 0 ;;
      --) shift; PASSED=("$@"); break ;;
      --starts | --campaign-minutes | --jar | --java | --out) (($# > 1)) || die 64 "$1 needs a value; see --help."
        case $1 in
          --starts) STARTS=$2 ;;
          --campaign-minutes) MINUTES=$2 ;;
          --jar) JAR=$2 ;;
          --java) JAVA=$2 ;;
          --out) OUT=$2 ;;
        esac
        shift 2 ;;
      *) die 64 "there is no option '$1'; see --help. What is meant for the campaigns stands after --." ;;
    esac
  done
  [[ $STARTS =~ ^[1-9][0-9]{0,6}$ ]] || die 64 "--starts wants a whole number from 1 to 9999999, not '$STARTS'."
  if [[ ! $MINUTES =~ ^[1-9][0-9]?$ ]] || ((MINUTES > 60)); then
    die 64 "--campaign-minutes wants whole minutes from 1 to 60, not '$MINUTES'."
  fi
  for option in ${PASSED[@]+"${PASSED[@]}"}; do
    case $option in
      -f | -i | -jvmArgsAppend | --results | --results=* | --full | --preset | --preset=*) die 64 "'$option' cannot be handed on: how long a campaign is and where it goes is decided here." ;;
    esac
  done
}

need() { # PROGRAM REMEDY
  [[ -n $(type -P "$1") ]] || die 69 "$1 is missing: $2."
}

check_prerequisites() {
  local known="$OUT/options" now
  ((EUID == 0)) || die 69 "starting containers needs root: run it with sudo."
  need timeout "install the package coreutils"
  need "$JAVA" "install a JDK 17, or name its java with --java FILE"
  [[ -f $JAR ]] || die 69 "$JAR is missing: build it with mvn -pl jmh package, or name it with --jar FILE."
  [[ -f $SOURCE ]] || die 69 "$SOURCE must lie beside this script: take it from the repository."
  JAR=$(realpath "$JAR")
  now=$(printf '%s\n' ${PASSED[@]+"${PASSED[@]}"})
  if [[ -f $known ]]; then
    [[ $(<"$known") == "$now" ]] || die 64 "the soak in $OUT was begun with other options after --: $(tr '\n' ' ' <"$known"); give the same, or name another folder with --out DIR."
  else
    [[ ! -e $OUT || -d $OUT && -z $(ls -A "$OUT") ]] || die 64 "$OUT is not empty and holds no soak: name another folder with --out DIR."
    mkdir -p "$OUT" || die 69 "$OUT cannot be made: name another folder with --out DIR."
    printf '%s\n' "$now" >"$known"
  fi
  OUT=$(realpath "$OUT")
}

# ---- running things, and ending them -------------------------------------------------------------

# In the background, so that a signal to this script is answered at once. Nothing of it hears a Ctrl-C but this script.
run() { # SECONDS COMMAND...: under a time-out
  local code=0
  timeout -k 120 "$@" </dev/null 9>&- &
  CHILD=$!
  wait "$CHILD" || code=$?
  CHILD=''
  return "$code"
}


ends_within() { # SECONDS PID
  local tries=$(($1 * 10))
  while ((tries-- > 0)); do
    kill -0 "$2" 2>/dev/null || return 0
    sleep .1
  done
  return 1
}

clean_up() {
  local code=$?
  trap '' INT TERM HUP
  set +e
  if [[ -n $CHILD ]]; then
    [[ -z $WATCHER ]] || say "Ending the campaign; what it measured is kept."
    # timeout hands the signal on; the campaign writes its results and takes its world down.
    kill -TERM "$CHILD" 2>/dev/null
    ends_within 130 "$CHILD" || kill -KILL "$CHILD" 2>/dev/null
  fi
  if [[ -n $WATCHER ]]; then
    exec 9>&- # it waits for nobody any more
    ends_within 60 "$WATCHER" || kill -KILL "$WATCHER" 2>/dev/null
  fi
  [[ -z $WORK ]] || rm -rf "$WORK"
  [[ -z $WHAT_NEXT ]] || say "$WHAT_NEXT"
  exit "$code"
}

# ---- campaigns -----------------------------------------------------------------------------------

begin_watch() { # NUMBER
  local code=0
  rm -f "$WORK/orders" "$WORK/ready"
  mkfifo "$WORK/orders"
  "$JAVA" -Xmx96m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$JAR" "$SOURCE" watch "$OUT" "$1" "$MINUTES" <"$WORK/orders" >"$WORK/ready" &
  WATCHER=$!
  exec 9>"$WORK/orders"
  while [[ ! -s $WORK/ready ]]; do
    if ! kill -0 "$WATCHER" 2>/dev/null; then
      wait "$WATCHER" || code=$?
      WATCHER=''
      die "$((code == 69 ? 69 : 1))" "the watch could not begin."
    fi
    sleep .1
  done
}

end_watch() {
  local code=0
  wait "$WATCHER" || code=$?
  WATCHER=''
  exec 9>&-
  ((code == 0)) || die 1 "the watch ended with exit code $code; see above."
}

campaign() { # NUMBER BLOCKS TIMED: returns the campaign's exit code
  local log code=0
  log=$OUT/$(printf 'campaign-%02d.log' "$1")
  begin_watch "$1"
  timeout -k 120 $((MINUTES * 60 * 3 + 900)) "$JAVA" "${SCHEDULER_HEAP[@]}" -jar "$JAR" ${PASSED[@]+"${PASSED[@]}"} \
    -jvmArgsAppend "$FORK_HEAP" -f "$2" -i "$3" --results "$OUT/campaigns" </dev/null >"$log" 2>&1 9>&- &
  CHILD=$!
  printf '%s\n' "$CHILD" >&9
  wait "$CHILD" || code=$?
  CHILD=''
  end_watch
  return "$code"
}

refused() { grep -q 'is running on this host' "$1"; }

soak() {
  local starts=0 before number blocks timed code log waited=0 first=yes
  while true; do
    before=$starts
    run 300 "$JAVA" -Xmx512m -cp "$JAR" "$SOURCE" plan "$OUT" "$STARTS" "$MINUTES" >"$WORK/plan" || die 1 "the next campaign could not be planned; see above."
    read -r starts number blocks timed <"$WORK/plan"
    if [[ $first == no ]] && ((starts <= before && waited == 0)); then
      die 1 "campaign $((number - 1)) started no container; see its log in $OUT."
    fi
    first=no
    say "$starts of $STARTS starts are done"
    ((starts < STARTS)) || break
    say "campaign $number: $blocks blocks, $timed timed starts per arm and block"
    code=0
    campaign "$number" "$blocks" "$timed" || code=$?
    log=$OUT/$(printf 'campaign-%02d.log' "$number")
    if ((code == 69)) && refused "$log"; then
      ((waited < BUSY_SECONDS)) || die 69 "another campaign held the host for $((BUSY_SECONDS / 60)) minutes: run this again when it is free."
      say "$(tail -1 "$log"); trying again in 20 s, for up to $((BUSY_SECONDS / 60)) minutes"
      sleep 20 &
      wait $!
      waited=$((waited + 20))
      continue
    fi
    waited=0
    case $code in
      0) ;;
      64 | 69) die "$code" "the campaign was refused: $(tail -1 "$log")" ;;
      # An arm without a number, or an end before its time: what was started counts.
      *) say "campaign $number ended with exit code $code: $(tail -1 "$log")" ;;
    esac
  done
}

# ---- the report ----------------------------------------------------------------------------------

environment() {
  printf 'machine: %s, %s CPUs, %s MiB, linux %s\n' "$(awk -F': *' '/^model name/ { print $2; exit }' /proc/cpuinfo)" "$(nproc)" \
    "$(awk '/^MemTotal/ { print int($2 / 1024) }' /proc/meminfo)" "$(uname -r)"
  printf 'java: %s, scheduler with %s, forks with %s; jar: sha256 %.16s\n' "$("$JAVA" -version 2>&1 | sed -n 's/.*version "\([^"]*\)".*/\1/p')" \
    "${SCHEDULER_HEAP[*]}" "$FORK_HEAP" "$(sha256sum "$JAR")"
  printf 'campaigns of about %d minutes; options handed on: %s\n' "$MINUTES" "${PASSED[*]:-none}"
}

main() {
  local code=0
  parse_arguments "$@"
  check_prerequisites
  trap clean_up EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
  WORK=$(mktemp -d)
  WHAT_NEXT="To go on: $COMMAND"
  soak
  environment >"$WORK/environment"
  run 600 "$JAVA" -Xmx2g -cp "$JAR" "$SOURCE" report "$OUT" "$STARTS" "$WORK/environment" || code=$?
  if ((code > 1)) || [[ ! -f $OUT/report.md ]]; then
    die 1 "the report could not be made."
  fi
  WHAT_NEXT=''
  cat "$OUT/report.md"
  say "kept in $OUT"
  exit "$code"
}

main "$@"
