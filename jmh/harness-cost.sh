#!/usr/bin/env bash
# Shows on this machine that the harness costs little, that turns and the quiet kernel pay, and that they are true.
#
#   1  the spawn control against a C posix_spawn loop of the same program, and crun against hyperfine -N of the same
#      command line, with one arm alive and with twelve
#   2  crun against a copy of itself: precision for the time spent, for short JMH forks one after another, for turns, and
#      for turns with the quiet kernel
#   3  a known difference (runc 1.1.15 / 1.1.13) has the same ratio both ways, and crun's time does not depend on the arm
#      that had the turn before
#   4  CPU time of a direct start side by side: of its parent cgroup and getrusage (a campaign), of hyperfine, and of perf stat,
#      per runtime
#
# Everything is run in many rounds, in random order within each, so that the machine's drift meets all alike. What is run
# inside the bench's private world (hyperfine, the C loop, the stock JMH main) enters the mount namespace of harness-cost.java,
# which makes that world with the bench's own classes. It also does the arithmetic, from the raw files, at the end.
set -euo pipefail

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
readonly HERE
readonly LEAST_ROUNDS=3              # fewer give no interval worth printing
readonly RCU=/sys/kernel/rcu_expedited
readonly SOURCES=("$HERE/harness-cost.java" "$HERE/posix-spawn-loop.c")
readonly BENCHMARK='^org.ocibench.benchmark.StartupBenchmark.run$'
readonly TWELVE=crun,crun-b,crun-c,crun-d,crun-e,crun-f,crun-g,crun-h,crun-i,crun-j,crun-k,crun-l

BUDGET=16
JAR=$HERE/../target/benchmarks.jar
JAVA=${JAVA_HOME:+$JAVA_HOME/bin/}java
JAVA25=${OCIBENCH_JAVA25:-}
OUT=harness-cost
WORK=''      # temporary folder
PERF=''      # perf, if it counts task-clock here
WORLD_PID='' # the process that keeps the private world
CHILD=''     # the command at work
FAILURE=''   # why the run ended early
declare -A WORLD=()

say() { printf '%s\n' "$*" >&2; }
die() { FAILURE=$2; printf 'harness-cost: %s\n' "$2" >&2; exit "$1"; }

usage() {
  cat <<END
Usage: harness-cost.sh [--budget MINUTES] [--jar FILE] [--java FILE] [--java25 FILE] [--out DIR]

  --budget MINUTES  about how long it takes in all (default 16; at least 3)
  --jar FILE        the benchmarks (default: target/benchmarks.jar beside this folder)
  --java FILE       java of a JDK 17 (default: \$JAVA_HOME/bin/java, else java)
  --java25 FILE     java of a second JDK, whose costs are printed only (default: \$OCIBENCH_JAVA25, else none)
  --out DIR         where report.txt, units.csv, runs.csv and all raw files go (default: harness-cost; must be new or empty)

Exit: 0 every criterion holds, 1 one is missed or the run failed, 64 wrong usage, 69 a prerequisite is missing.
END
}

parse_arguments() {
  while (($#)); do
    case $1 in
      -h | --help) usage; exit 0 ;;
      --budget | --jar | --java | --java25 | --out) (($# > 1)) || die 64 "$1 needs a value; see --help."
        case $1 in
          --budget) BUDGET=$2 ;;
          --jar) JAR=$2 ;;
          --java) JAVA=$2 ;;
          --java25) JAVA25=$2 ;;
          --out) OUT=$2 ;;
        esac
        shift 2 ;;
      *) die 64 "there is no option '$1'; see --help." ;;
    esac
  done
  if [[ ! $BUDGET =~ ^[1-9][0-9]{0,2}$ ]] || ((BUDGET < 3 || BUDGET > 600)); then
    die 64 "--budget wants whole minutes from 3 to 600, not '$BUDGET'."
  fi
}

# ---- prerequisites -------------------------------------------------------------------------------

need() { # PROGRAM REMEDY
  [[ -n $(type -P "$1") ]] || die 69 "$1 is missing: $2."
}

check_prerequisites() {
  local provision="run jmh/provision.sh, or install its Debian package"
  ((EUID == 0)) || die 69 "starting containers needs root: run it with sudo."
  need cc "$provision gcc with libc6-dev"
  need hyperfine "$provision hyperfine"
  need jq "$provision jq"
  need nsenter "install the package util-linux"
  need timeout "install the package coreutils"
  need "$JAVA" "install a JDK 17, or name its java with --java FILE"
  [[ -f $JAR ]] || die 69 "$JAR is missing: build it with mvn -pl jmh package, or name it with --jar FILE."
  [[ -f ${SOURCES[0]} && -f ${SOURCES[1]} ]] || die 69 "${SOURCES[*]} must lie beside this script: take them from the repository."
  [[ -w $RCU ]] || die 69 "$RCU cannot be written, so there is no quiet kernel here: use a host (not a container) with CONFIG_RCU_EXPERT or a newer kernel."
  [[ $(<"$RCU") == 0 ]] || die 69 "$RCU is not 0, so the kernel is not in its normal state: if no campaign is running, run java -jar $JAR clean, or write 0 there."
  JAR=$(realpath "$JAR")
  local runtimes name
  runtimes=$(timeout -s KILL 60 "$JAVA" -jar "$JAR" -lp 2>&1) || die 69 "$JAVA -jar $JAR -lp fails: build the jar anew; it said: ${runtimes:0:300}"
  for name in runc@1.1.13 runc@1.1.15; do
    grep -qF "$name" <<<"$runtimes" || die 69 "$name is missing: run jmh/provision.sh runc@1.1.13 runc@1.1.15."
  done
  grep -qF 'crun@' <<<"$runtimes" || die 69 "crun is missing: run jmh/provision.sh crun."
  if [[ -n $JAVA25 && ! -x $(type -P "$JAVA25") ]]; then
    say "The second JDK is skipped: $JAVA25 is not an executable."
    JAVA25=''
  elif [[ -z $JAVA25 ]]; then
    say "The second JDK is skipped: none was named with --java25 FILE or OCIBENCH_JAVA25."
  fi
  PERF=$(type -P perf || true)
  if [[ -z $PERF ]] || ! timeout 10 "$PERF" stat -e task-clock true >/dev/null 2>&1; then
    say "perf stat is skipped in part 4: perf is not installed, or does not count task-clock here."
    PERF=''
  fi
  [[ ! -e $OUT || -d $OUT && -z $(ls -A "$OUT") ]] || die 64 "$OUT is not empty: name another folder with --out DIR."
  mkdir -p "$OUT/raw" && OUT=$(realpath "$OUT")
}

# ---- running things, and ending them -------------------------------------------------------------

# Runs a command under a time-out, in the background so that a signal to this script is answered at once.
run() { # SECONDS COMMAND...
  local code=0
  timeout -s KILL "$@" </dev/null 9>&- &
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
    # timeout hands the signal on; a campaign restores the kernel and takes its world down.
    kill -TERM "$CHILD" 2>/dev/null
    ends_within 70 "$CHILD" || kill -KILL "$CHILD" 2>/dev/null
  fi
  if [[ -n $WORLD_PID ]]; then
    exec 9>&- # ends its standard input, and it ends
    ends_within 30 "$WORLD_PID" || kill -KILL "$WORLD_PID" 2>/dev/null
    wait "$WORLD_PID" 2>/dev/null
    timeout -s KILL 60 "$JAVA" -jar "$JAR" clean >/dev/null 2>&1
    [[ $(<"$RCU") == 0 ]] || say "harness-cost: $RCU is $(<"$RCU") now and was 0 before: if no other campaign is running, write 0 there."
  fi
  [[ -z $WORK ]] || rm -rf "$WORK"
  [[ -z $FAILURE || ! -d $OUT ]] || printf 'This run ended early: %s\n' "$FAILURE" >"$OUT/report.txt"
  exit "$code"
}

# ---- the private world ---------------------------------------------------------------------------

open_world() {
  local key value tries=300
  WORK=$(mktemp -d)
  cc -O2 -o "$WORK/posix-spawn-loop" "${SOURCES[1]}" || die 69 "posix-spawn-loop.c does not compile: install gcc and libc6-dev."
  mkfifo "$WORK/hold"
  timeout -s KILL $((BUDGET * 60 * 2 + 600)) "$JAVA" -cp "$JAR" "${SOURCES[0]}" world "$WORK/world" <"$WORK/hold" 2>"$WORK/world.err" &
  WORLD_PID=$!
  exec 9>"$WORK/hold"
  while [[ ! -f $WORK/world ]]; do
    if ! kill -0 "$WORLD_PID" 2>/dev/null || ((tries-- == 0)); then
      die 1 "the private world could not be made: $(grep -v '^WARNING' "$WORK/world.err" | head -3 | tr '\n' ' ')"
    fi
    sleep .1
  done
  while IFS='=' read -r key value; do WORLD[$key]=$value; done <"$WORK/world"
}

inside() { # SECONDS COMMAND...: runs it in the private world
  local seconds=$1
  shift
  kill -0 "$WORLD_PID" 2>/dev/null || die 1 "somebody else ended the process that keeps the private world."
  run "$seconds" nsenter --mount --target "${WORLD[pid]}" -- "$@"
}

# As the bench's launching thread does, the command sits in a cgroup that counts CPU time, and gets a tiny environment.
inside_like_a_launcher() { # SECONDS COMMAND...
  inside_as_arm "$1" "${WORLD[tasks]}" "${@:2}"
}

# shellcheck disable=SC2016 # expanded by the inner shell
inside_as_arm() { # SECONDS TASKS_FILE COMMAND...
  inside "$1" sh -c '[ -z "$1" ] || echo 0 >"$1"; path=$2; shift 2; exec env -i PATH="$path" LC_ALL=C "$@"' \
    sh "$2" "${WORLD[path]}" "${@:3}"
}

# ---- what is measured: each makes one raw file or folder and a line in runs.csv -------------------

ROUND=0 STEP=0

record() { # DESIGN START_NS FILE
  printf '%d,%d,%s,%s,%s\n' "$ROUND" "$STEP" "$1" \
    "$(awk -v from="$2" -v to="$(date +%s%N)" 'BEGIN { printf "%.3f", (to - from) / 1e9 }')" "$3" >>"$OUT/runs.csv"
}

next() { # DESIGN: names the raw file of the next step
  STEP=$((STEP + 1))
  RAW=raw/$(printf '%03d-%s' "$STEP" "$1")
}

c_loop() {
  next c-loop
  local from
  from=$(date +%s%N)
  inside_like_a_launcher 60 "$WORK/posix-spawn-loop" 30 200 "${WORLD[busybox]}" true >"$OUT/$RAW.txt" || die 1 "the C loop failed."
  record c-loop "$from" "$RAW.txt"
}

hyperfine_crun() {
  next hyperfine
  local from
  from=$(date +%s%N)
  # The container's sentinel exit code is 42, which is a failure to hyperfine.
  inside_like_a_launcher 120 "$(type -P hyperfine)" -N --warmup 5 --runs 60 --ignore-failure --style none \
    --export-json "$OUT/$RAW.json" "${WORLD[crun]}" >/dev/null 2>"$WORK/err" || die 1 "hyperfine failed: $(tail -1 "$WORK/err")"
  jq -e '[.results[0].exit_codes[] | select(. != 42)] | length == 0' "$OUT/$RAW.json" >/dev/null \
    || die 1 "a crun under hyperfine did not run its container: $(jq -c '.results[0].exit_codes | unique' "$OUT/$RAW.json")"
  record hyperfine "$from" "$RAW.json"
}

campaign() { # DESIGN SECONDS OPTION...: one campaign of the jar
  local design=$1 seconds=$2 from java=$JAVA
  shift 2
  [[ $design != jar25-* ]] || java=$JAVA25
  next "$design"
  from=$(date +%s%N)
  # Our own world stands open beside the campaign, and idle: a kernel setting of the whole host does not disturb it.
  run "$seconds" "$java" "-Docibench.beside=${WORLD[token]}" -jar "$JAR" -p via=direct --results "$WORK/results" -f 1 "$@" >/dev/null 2>"$WORK/err" \
    || die 1 "the campaign $* failed: $(tail -2 "$WORK/err" | tr '\n' ' ')"
  # Its folder lies below the machine's and the day's; only this campaign's is there.
  mv "$WORK"/results/*/*/* "$OUT/$RAW" && rm -rf "$WORK/results"
  record "$design" "$from" "$RAW"
}

# One invocation of the stock JMH main: one short fork of each of two arms, one after the other, in random order. The forks find
# the world ready and have the JVM flags of the bench's own, so that all that is compared is the order of things.
fork_pair() { # DESIGN ARM ARM
  local design=$1 order="$2,$3" from
  ((RANDOM % 2)) || order="$3,$2"
  next "$design"
  from=$(date +%s%N)
  inside 120 "$JAVA" -Djmh.ignoreLock=true -Djmh.blackhole.autoDetect=false -cp "$JAR" org.openjdk.jmh.Main "$BENCHMARK" \
    -p runtime="$order" -p via=direct -p workload=exit -p pace=burst -p kernel=default -f 1 -wi 2 -i 10 -v SILENT \
    -prof org.ocibench.benchmark.ContainerProfiler -rf json -rff "$OUT/$RAW.json" \
    -jvmArgs "$FORK_FLAGS" -jvmArgsAppend "-Docibench.world=${WORLD[world]} -Docibench.block=$((STEP % 1000))" \
    >"$WORK/err" 2>&1 || die 1 "the stock JMH main failed: $(tail -2 "$WORK/err" | tr '\n' ' ')"
  record "$design" "$from" "$RAW.json"
}

# CPU time of one runtime's start, by hyperfine: the mean of user and system time, by getrusage of what it waited for.
hyperfine_cpu() { # RUNTIME
  next "hyperfine-cpu-$1"
  local from
  from=$(date +%s%N)
  inside_as_arm 180 "${WORLD[tasks.$1]}" "$(type -P hyperfine)" -N --warmup 3 --runs "$CPU_STARTS" --ignore-failure --style none \
    --export-json "$OUT/$RAW.json" "${WORLD[command.$1]}" >/dev/null 2>"$WORK/err" \
    && jq -e '[.results[0].exit_codes[] | select(. != 42)] | length == 0' "$OUT/$RAW.json" >/dev/null \
    || { say "part 4: hyperfine of $1 is left out in this round: a start failed or hung: $(tail -1 "$WORK/err")"; return 0; }
  record "hyperfine-cpu-$1" "$from" "$RAW.json"
}

# The same by perf: the clock of the task and of all that it forks, whoever waits for it.
perf_cpu() { # RUNTIME
  [[ -n $PERF ]] || return 0
  next "perf-cpu-$1"
  local from command
  from=$(date +%s%N)
  read -ra command <<<"${WORLD[command.$1]}"
  # The exit code is that of the last start: the container's sentinel.
  local code=0
  inside_as_arm 180 "${WORLD[tasks.$1]}" "$PERF" stat -x, -e task-clock -r "$CPU_STARTS" -o "$OUT/$RAW.csv" -- "${command[@]}" \
    >/dev/null 2>"$WORK/err" || code=$?
  ((code == 42)) || { say "part 4: perf stat of $1 is left out in this round: a start failed or hung: $(tail -1 "$WORK/err")"; return 0; }
  record "perf-cpu-$1" "$from" "$RAW.csv"
}

# What an invocation of JMH costs before its first fork.
jmh_start() {
  next jmh-start
  local from
  from=$(date +%s%N)
  inside 60 "$JAVA" -Djmh.ignoreLock=true -cp "$JAR" org.openjdk.jmh.Main -l >/dev/null 2>&1 || die 1 "the stock JMH main -l failed."
  record jmh-start "$from" ''
}

# The flags that the bench gives to its forks, read from a campaign of this run.
fork_flags() {
  local flag folder=$OUT/$RAW flags=()
  while read -r flag; do
    case $flag in
      -Docibench.*) continue ;;
      -XX:SharedArchiveFile=*) flag=-XX:SharedArchiveFile=/var/cache/ocibench/$(basename "${flag#*=}") ;; # results keep no paths
    esac
    flags+=("$flag")
  done < <(jq -r '.[0].jvmArgs[]' "$folder/jmh.json")
  FORK_FLAGS="${flags[*]}"
}

# ---- parts: in every round, in random order ------------------------------------------------------

references() {
  if ((RANDOM % 2)); then c_loop; hyperfine_crun; else hyperfine_crun; c_loop; fi
}

# Loop and hyperfine stand before and after every campaign that is compared with them.
part_cost() {
  local design designs=(jar-one jar-twelve)
  [[ -z $JAVA25 ]] || designs+=(jar25-one)
  references
  while read -r design; do
    case $design in
      *-one) campaign "$design" 120 -p runtime=crun -i "$STARTS_ONE" ;;
      # Twelve names of one crun: what differs from one arm is the waiting forks, not what other runtimes do to the caches.
      jar-twelve) campaign jar-twelve 180 -p runtime="$TWELVE" --runtimes "$WORK/twelve.json" -i "$STARTS_TWELVE" ;;
    esac
    references
  done < <(printf '%s\n' "${designs[@]}" | shuf)
}

part_precision() {
  local design i
  while read -r design; do
    case $design in
      turns-default) campaign turns-default 180 -p runtime=crun,crun~copy -i "$STARTS_TURNS" ;;
      turns-quiet) campaign turns-quiet 180 -p runtime=crun,crun~copy -p kernel=quiet -i "$STARTS_TURNS" ;;
      forks)
        jmh_start
        for ((i = 0; i < PAIRS_AA; i++)); do fork_pair forks-aa crun crun~copy; done ;;
    esac
  done < <(printf '%s\n' turns-default turns-quiet forks | shuf)
}

part_truth() {
  local design i
  while read -r design; do
    case $design in
      turns-runc) campaign turns-runc 180 -p runtime=crun,crun~copy,runc@1.1.13,runc@1.1.15 -i "$STARTS_RUNC" ;;
      forks) for ((i = 0; i < PAIRS_RUNC; i++)); do fork_pair forks-runc runc@1.1.13 runc@1.1.15; done ;;
    esac
  done < <(printf '%s\n' turns-runc forks | shuf)
}

part_cpu() {
  local step
  while read -r step; do
    case $step in
      campaign) campaign cpu 300 -p runtime="${WORLD[runtimes]}" -i "$CPU_STARTS" ;;
      *) "${step%% *}" "${step##* }" ;;
    esac
  done < <({ echo campaign; tr , '\n' <<<"${WORLD[runtimes]}" | sed 's/.*/hyperfine_cpu &\nperf_cpu &/'; } | shuf)
}

# A round of full size takes about three minutes; with little time rounds are smaller, so that there are still several. The three
# designs of part 2 get about the same time each, some twenty seconds of a full round: a campaign pays its set-up once.
set_sizes() {
  local percent=100
  if ((BUDGET < 6)); then percent=25; elif ((BUDGET < 12)); then percent=50; fi
  STARTS_ONE=$((60 * percent / 100)) STARTS_TWELVE=$((48 * percent / 100)) STARTS_TURNS=$((960 * percent / 100))
  STARTS_RUNC=$((96 * percent / 100)) PAIRS_AA=$((16 * percent / 100)) PAIRS_RUNC=$((8 * percent / 100))
  CPU_STARTS=$((20 * percent / 100))
}

measure() {
  local begun=$SECONDS limit=$((BUDGET * 60)) longest=0 from part
  jq -n --arg names "$TWELVE" '[$names | split(",")[] | select(. != "crun")
    | {name: ., binary: "crun", versionPattern: "crun version (\\S+)", setupFailureExits: [1]}]' >"$WORK/twelve.json"
  # The descriptors of the other eleven find crun on the search path.
  PATH=$(dirname "${WORLD[crun]%% *}"):$PATH
  export PATH
  echo 'round,step,design,seconds,file' >"$OUT/runs.csv"
  # The first campaign of a jar makes the archive for its forks; it is not kept in the numbers.
  campaign warm-up 120 -p runtime=crun -i 4
  fork_flags
  while ((ROUND < LEAST_ROUNDS || SECONDS - begun + longest / 2 < limit)); do
    ROUND=$((ROUND + 1))
    from=$SECONDS
    while read -r part; do "part_$part"; done < <(printf '%s\n' cost precision truth cpu | shuf)
    ((SECONDS - from <= longest)) || longest=$((SECONDS - from))
    say "round $ROUND took $((SECONDS - from)) s; $((SECONDS - begun)) of $limit s are spent"
    [[ $(<"$RCU") == 0 ]] || die 1 "$RCU is not 0 between campaigns: another campaign is running, or one did not restore it."
  done
}

# ---- the report ----------------------------------------------------------------------------------

environment() {
  local load=$1
  printf 'date: %s\n' "$(date -u +%Y-%m-%dT%H:%MZ)"
  printf 'machine: %s, %s CPUs, linux %s, cgroup %s in the private world\n' \
    "$(awk -F': *' '/^model name/ { print $2; exit }' /proc/cpuinfo)" "$(nproc)" "$(uname -r)" "${WORLD[cgroup]}"
  printf 'load average: %s before, %s after (this run included)%s\n' "$load" "$(cut -d' ' -f1-3 /proc/loadavg)" \
    "$(awk -v l="${load%% *}" -v n="$(nproc)" 'BEGIN { if (l > n / 2) print "; NOT IDLE before: the numbers are for debugging only" }')"
  printf 'java: %s\n' "$("$JAVA" -version 2>&1 | sed -n 's/.*version "\([^"]*\)".*/\1/p')"
  [[ -z $JAVA25 ]] || printf 'second java: %s\n' "$("$JAVA25" -version 2>&1 | sed -n 's/.*version "\([^"]*\)".*/\1/p')"
  printf 'tools: %s; %s; %s\n' "$(hyperfine --version)" "$("${WORLD[crun]%% *}" --version | head -1)" "$(cc --version | head -1)"
  printf 'jar: sha256 %.16s; %d rounds, budget %d min; JVM flags of the forks: %s\n' \
    "$(sha256sum "$JAR")" "$ROUND" "$BUDGET" "${FORK_FLAGS//\/var\/cache\/ocibench\//}"
}

main() {
  local load code=0
  parse_arguments "$@"
  check_prerequisites
  load=$(cut -d' ' -f1-3 /proc/loadavg)
  trap clean_up EXIT
  trap 'FAILURE="interrupted"; exit 130' INT
  trap 'FAILURE="terminated"; exit 143' TERM HUP
  set_sizes
  open_world
  measure
  environment "$load" >"$WORK/environment"
  run 120 "$JAVA" -cp "$JAR" "${SOURCES[0]}" report "$OUT" "$WORK/environment" || code=$?
  [[ -f $OUT/report.txt ]] || die 1 "the report could not be made."
  cat "$OUT/report.txt"
  say "kept in $OUT"
  exit "$code"
}

main "$@"
