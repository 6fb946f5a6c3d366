#!/usr/bin/env bash
# Is a change of a runtime slower than what it is based on? Builds the merge base and the change from one repository with one
# toolchain, and lets `ab` compare the two binaries.
set -eEuo pipefail

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
readonly HERE

# Exit codes of ab.
readonly REGRESSED=1
readonly INCONCLUSIVE=2

REPO=.
BASE=origin/main
HEAD_REF=HEAD
BUILD=make
BINARY=''
OUT=compare-change
JAR=$HERE/../target/benchmarks.jar
JAVA=${JAVA_HOME:+$JAVA_HOME/bin/}java
AB=()
TREE='' # the work tree of the build at work
AS_ROOT=() # what the comparison is begun with; the builds need no root, and what a stranger's change builds should not have it

die() { printf 'compare-change: %s\n' "$2" >&2; exit "$1"; }

usage() {
  cat <<END
Usage: compare-change.sh --binary PATH [--repo DIR] [--base REF] [--head REF] [--build COMMAND] [--out DIR] [-- AB-OPTION...]

  --binary PATH    the binary that a build makes, as a path in the repository
  --repo DIR       the runtime's repository (default: .)
  --base REF       what the change is to go into; compared with is the merge base (default: origin/main)
  --head REF       the change (default: HEAD)
  --build COMMAND  builds the binary, run by bash in a clean work tree (default: make)
  --out DIR        takes both binaries and verdict.json (default: compare-change; must be new or empty)
  AB-OPTION        further options of ab, for example --via ctr --budget 10m

Prints the table, and writes verdict.json. Exit: 0 no regression was confirmed (also where none could be told), 1 one was, 4 there is no verdict, 64 wrong usage,
65 a build failed, 69 a prerequisite is missing, 70 the bench failed, 130 interrupted.
END
}

parse_arguments() {
  while (($#)); do
    case $1 in
      -h | --help) usage; exit 0 ;;
      --) shift; AB=("$@"); break ;;
      --binary | --repo | --base | --head | --build | --out) (($# > 1)) || die 64 "$1 needs a value; see --help."
        case $1 in
          --binary) BINARY=$2 ;;
          --repo) REPO=$2 ;;
          --base) BASE=$2 ;;
          --head) HEAD_REF=$2 ;;
          --build) BUILD=$2 ;;
          --out) OUT=$2 ;;
        esac
        shift 2 ;;
      *) die 64 "there is no option '$1'; see --help." ;;
    esac
  done
  [[ -n $BINARY && $BINARY != /* ]] || die 64 "--binary wants a path within the repository; see --help."
}

check_prerequisites() {
  if ((EUID != 0)); then
    sudo -n true 2>/dev/null || die 69 "starting containers needs root: run it with sudo, or as somebody who may use sudo without a password."
    AS_ROOT=(sudo)
  fi
  JAVA=$(type -P "$JAVA") || die 69 "java is missing: install a JDK from 17 on."
  [[ -f $JAR ]] || die 69 "$JAR is missing: build it with mvn -pl jmh verify -DskipTests."
  git -C "$REPO" rev-parse --git-dir >/dev/null 2>&1 || die 69 "$REPO is no git repository."
  [[ ! -e $OUT || -d $OUT && -z $(ls -A "$OUT") ]] || die 64 "$OUT is not empty: name another folder with --out DIR."
  mkdir -p "$OUT" || die 69 "$OUT cannot be made: name another folder with --out DIR."
  OUT=$(realpath "$OUT")
}

commit_of() { git -C "$REPO" rev-parse --verify --quiet "$1^{commit}" || die 64 "$REPO has no commit '$1'."; }

remove_tree() {
  [[ -n $TREE && -e $TREE ]] || return 0
  # A build may leave folders that their owner may not write into, as Go's module cache has them.
  chmod -R u+w "$TREE" 2>/dev/null || true
  git -C "$REPO" worktree remove --force "$TREE" || true
  TREE=''
}

end_all() {
  remove_tree
  ((EUID == 0)) || [[ ! -d $OUT ]] || sudo -n chown -R "$(id -u):$(id -g)" "$OUT" || true
}

build() { # WHICH COMMIT
  local failed=''
  TREE=$OUT/tree-$1
  git -C "$REPO" worktree add --quiet --detach "$TREE" "$2" || die 69 "no work tree of $2 can be made in $OUT."
  printf 'building %s, %s\n' "$1" "$2" >&2
  (cd "$TREE" && bash -c "$BUILD") </dev/null >"$OUT/build-$1.txt" 2>&1 || failed="the build of $1 ($2) failed: $(tail -n 1 "$OUT/build-$1.txt" || true) \
(all of it is in $OUT/build-$1.txt)"
  [[ -n $failed || -f $TREE/$BINARY && -x $TREE/$BINARY ]] || failed="the build of $1 ($2) made no executable $BINARY."
  if [[ -z $failed ]]; then
    mkdir "$OUT/$1" && cp "$TREE/$BINARY" "$OUT/$1/" || die 69 "$OUT cannot be written: name another folder with --out DIR."
  fi
  remove_tree
  [[ -z $failed ]] || die 65 "$failed"
}

main() {
  local old new code=0 name
  parse_arguments "$@"
  check_prerequisites
  new=$(commit_of "$HEAD_REF")
  commit_of "$BASE" >/dev/null
  old=$(git -C "$REPO" merge-base "$BASE" "$new") || die 64 "$BASE and $HEAD_REF have no commit in common."
  [[ $old != "$new" ]] || die 64 "$HEAD_REF has no change that $BASE lacks."
  [[ $HEAD_REF != HEAD || -z $(git -C "$REPO" status --porcelain --untracked-files=no) ]] \
    || printf 'compare-change: what is not committed is not in the comparison.\n' >&2
  trap end_all EXIT
  # What fails here is no verdict.
  trap 'exit $(($? == 1 ? 70 : $?))' ERR
  trap 'exit 130' INT TERM HUP
  build old "$old"
  build new "$new"
  name=${BINARY##*/}
  # Both in folders whose paths are equally long.
  "${AS_ROOT[@]}" "$JAVA" -jar "$JAR" ab --json-to "$OUT/verdict.json" --results "$OUT/results" "$OUT/old/$name" "$OUT/new/$name" \
    "${AB[@]}" || code=$?
  # A JVM or sudo that refuses to start ends with 1, too; a verdict leaves a file.
  ((code != REGRESSED)) || [[ -s $OUT/verdict.json ]] || die 69 "the comparison did not run, see above."
  # What could not be told is no reason to refuse a change; the table says how large a change would have been seen.
  ((code != INCONCLUSIVE)) || code=0
  exit "$code"
}

main "$@"
