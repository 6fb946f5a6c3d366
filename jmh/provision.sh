#!/usr/bin/env bash
# Installs on Debian or Ubuntu what ocibench measures and what it measures with.
#
# Distribution packages go where apt puts them. Everything that no package offers in a usable version is
# built here, from Debian's source pool, the Rust crate registry or Go modules, into
#   PREFIX/NAME/VERSION/bin/...             the programs
#   PREFIX/NAME/VERSION/provenance.json     where they came from, how they were built, what was patched
# A version is built in a hidden folder beside its place and moved there whole: it is there or it is not.
set -euo pipefail

readonly DEFAULT_TOOLS=(crun@1.21 runc@1.5.2 containerd@2.2.9 nerdctl@2.1.2 youki@0.7.0 runsc@20260905.0)
# What the bench and its comparison script need beside a JDK, Maven and the built tools.
readonly BENCH_PACKAGES=(busybox-static containernetworking-plugins iptables hyperfine gcc libc6-dev jq)
readonly CRUN_SHA256=4bfb700e764a4804a4de3ecf07753f4c391005356d60356df65d80ae0914c486
readonly GVISOR_20260905=v0.0.0-20260905035102-160fafc42237
declare -rA YOUKI_SHA256=(
  [0.3.3]=6769f8c97a2b2c2dd5c6c3ad2d6f3bc8e2651e14e1e919708b895b1d87989fbb
  [0.5.5]=f920a01663ed3206216f1dcd3c79d2466df767560a4f1b2c89eeb3eb347a5763
  [0.7.0]=0db9124bcfe24842d30a69c6aad82f5b90d7c6a3ee92275179e3a6e86f6929a4
)

PREFIX=${OCIBENCH_PREFIX:-/opt/ocibench}
MODE=install     # install, check or dry-run
NAMED=no         # whether tools were named on the command line
TOOLS=()         # the tools asked for, as NAME@VERSION
STAGE='' WORK='' # the folders of the step at work, removed when it does not finish
JOB=''           # the process group of the step at work
SHIELDED=no      # yes while apt installs: ending dpkg half-way would leave the system broken
STOPPED=''       # the signal that asked us to stop, and the exit code for it

say() { printf '%s\n' "$*"; }
die() { printf 'provision: %s\n' "$2" >&2; exit "$1"; }
wrong_usage() { die 64 "$1"; }
unavailable() { die 69 "$1"; }

usage() {
  cat <<END
Usage: provision.sh [--check | --dry-run] [--prefix DIR] [NAME[@VERSION] ...]

Installs what ocibench needs: a JDK, Maven and other distribution packages, and under one prefix
runc, crun, youki, runsc (with its shim), containerd (with ctr and its runc shim) and nerdctl.
What is there already is left alone. With names, only those are built, beside the other versions.

  --check        report what is there and what is missing; exit 0 if all is there, else 69
  --dry-run      say what would be done, change nothing
  --prefix DIR   where the built tools go (default: \$OCIBENCH_PREFIX, else /opt/ocibench)

Defaults: ${DEFAULT_TOOLS[*]}
Other versions: any runc; youki 0.3.3, 0.5.5 and others since 0.4; any containerd 2 and nerdctl 2.
\$OCIBENCH_DEBIAN_MIRROR: the Debian mirror for crun's source, where apt's own sources name none.
Exit: 0 done, 1 a step failed, 64 wrong usage, 69 something needed is missing.
END
}

# ---- the command line ----------------------------------------------------------------------------

parse_arguments() {
  while (($#)); do
    case $1 in
      --help | -h) usage; exit 0 ;;
      --check | --dry-run)
        [[ $MODE == install || $MODE == "${1#--}" ]] || wrong_usage "--check and --dry-run exclude each other."
        MODE=${1#--} ;;
      --prefix=*) PREFIX=${1#*=} ;;
      --prefix) (($# > 1)) || wrong_usage "--prefix needs a folder: --prefix DIR."; PREFIX=$2; shift ;;
      -*) wrong_usage "there is no option '$1'; the options are --check, --dry-run, --prefix DIR and --help." ;;
      *) NAMED=yes; add_tool "$1" ;;
    esac
    shift
  done
  [[ $NAMED == yes ]] || TOOLS=("${DEFAULT_TOOLS[@]}")
  PREFIX=$(realpath -m -- "${PREFIX:-/}")
  # Blanks would break the makefiles of crun.
  [[ $PREFIX != / && $PREFIX != *[[:space:]]* ]] || wrong_usage "the prefix must be a folder other than / with no blanks in its path."
}

add_tool() { # NAME[@VERSION]
  local name=${1%%@*} version default=''
  for version in "${DEFAULT_TOOLS[@]}"; do [[ ${version%@*} != "$name" ]] || default=${version#*@}; done
  [[ -n $default ]] || wrong_usage "there is no tool '$name'; the tools are runc, crun, youki, runsc, containerd and nerdctl."
  version=$default
  [[ $1 != *@* ]] || version=${1#*@}
  [[ $version =~ ^[0-9]+\.[0-9]+(\.[0-9]+(-[a-z]+\.?[0-9]+)?)?$ ]] \
    || wrong_usage "'$version' is not a version of $name: write it like $name@$default, without a 'v'."
  case $name@$version in
    crun@1.21 | runsc@20260905.0 | youki@0.3.3) ;;
    crun@*) wrong_usage "crun@$version cannot be built: its source comes from Debian's trixie, which has 1.21 only; use crun@1.21." ;;
    runsc@*) wrong_usage "runsc@$version is not known: gVisor's module has no numbered versions, and the one known here is runsc@20260905.0." ;;
    *@*.*.*) ;;
    *) wrong_usage "'$version' is not a whole version of $name: write it like $name@$default." ;;
  esac
  case $name@$version in
    youki@0.3.3 | containerd@2.* | nerdctl@2.*) ;;
    youki@0.[0-3].*) wrong_usage "youki@$version is not supported: before 0.4 only youki@0.3.3 is." ;;
    containerd@* | nerdctl@*) wrong_usage "$name@$version is not supported: only versions 2 are, for example $name@$default." ;;
  esac
  [[ " ${TOOLS[*]-} " == *" $name@$version "* ]] || TOOLS+=("$name@$version")
}

# ---- what each tool is (most functions take NAME VERSION) ----------------------------------------

programs() {
  case $1 in
    runsc) echo runsc containerd-shim-runsc-v1 ;;
    containerd) echo containerd ctr containerd-shim-runc-v2 ;;
    *) echo "$1" ;;
  esac
}

go_module() {
  case $1 in
    runc) echo "github.com/opencontainers/runc@v$2" ;;
    containerd) echo "github.com/containerd/containerd/v2@v$2" ;;
    nerdctl) echo "github.com/containerd/nerdctl/v2@v$2" ;;
    runsc) echo "gvisor.dev/gvisor@$GVISOR_20260905" ;;
  esac
}

origin() {
  case $1 in
    crun) echo "Debian source package crun $2 (trixie)" ;;
    youki) echo "crate youki $2" ;;
    *) echo "go module $(go_module "$1" "$2")" ;;
  esac
}

build_packages() {
  echo jq ca-certificates # jq writes every provenance
  case $1 in
    crun) echo gcc libc6-dev make autoconf automake libtool pkg-config python3 libyajl-dev libcap-dev libseccomp-dev \
      libsystemd-dev debian-archive-keyring ;;
    youki) echo gcc libc6-dev pkg-config libseccomp-dev libelf-dev zlib1g-dev clang libclang-dev protobuf-compiler libsystemd-dev ;;
    runc) echo gcc libc6-dev pkg-config libseccomp-dev ;;
    containerd) echo gcc libc6-dev ;;
  esac
}

# The toolchain that a version needs, from its go.mod or its crates. A version that is not listed may
# ask for a newer one; go and cargo then say so in the log.
toolchain() {
  case $1@$2 in
    crun@*) ;;
    youki@0.[345].*) echo rust 1.85.0 ;;
    youki@*) echo rust 1.88.0 ;;
    runsc@*) echo go 1.26.3 ;;
    runc@1.6.*) echo go 1.26.0 ;;
    runc@1.5.* | containerd@2.2.*) echo go 1.25.0 ;;
    *) echo go 1.24.0 ;;
  esac
}

# ---- what is there -------------------------------------------------------------------------------

starts() { # PROGRAM
  local flag=--version
  [[ $1 != */containerd-shim-* ]] || flag=-v
  timeout 10 "$1" $flag </dev/null >/dev/null 2>&1
}

# A tool is there when its folder is whole and its programs start: a library may have gone since.
is_there() {
  local program
  [[ -s $PREFIX/$1/$2/provenance.json ]] || return 1
  for program in $(programs "$1"); do starts "$PREFIX/$1/$2/bin/$program" || return 1; done
}

tools_to_build() {
  local tool
  for tool in "${TOOLS[@]}"; do is_there "${tool%@*}" "${tool#*@}" || say "$tool"; done
}

package_version() { # prints it, or fails when the package is not installed
  dpkg-query -W -f '${db:Status-Status} ${Version}\n' "$1" 2>/dev/null | sed -n 's/^installed //p' | grep .
}

# The version of the JDK in use. Its release file answers at once; javac takes half a second.
jdk_version() {
  local javac
  javac=$(readlink -f "$(command -v "${JAVA_HOME:+$JAVA_HOME/bin/}javac")") || return 1
  sed -n 's/^JAVA_VERSION="\(.*\)"$/\1/p' "${javac%/bin/javac}/release" 2>/dev/null | grep . || "$javac" -version 2>&1 | sed -n 's/^javac //p'
}
jdk_is_there() { local version; version=$(jdk_version) && ((${version%%[!0-9]*} >= 17)); }
maven_version() { command -v mvn >/dev/null && mvn --version 2>/dev/null | sed -n 's/.*Apache Maven \([0-9][0-9A-Za-z.-]*\).*/\1/p'; }

# Prints the packages that are missing to build the tools named and, in a run without names, to use the
# bench; the JDK and Maven as jdk and maven, because they may have come without a package.
missing_packages() { # TOOL...
  local package tool
  for package in $({ for tool in "$@"; do build_packages "${tool%@*}"; done
    [[ $NAMED == yes ]] || echo "${BENCH_PACKAGES[@]}"; } | tr ' ' '\n' | sort -u); do
    package_version "$package" >/dev/null || say "$package"
  done
  [[ $NAMED == yes ]] || { jdk_is_there || say jdk; command -v mvn >/dev/null || say maven; }
}

check() {
  local name version missing=0
  report() { # NAME VERSION OK-OR-MISSING
    printf '%-28s %-26s %s\n' "$1" "${2:--}" "$3"
    [[ $3 == ok* ]] || missing=$((missing + 1))
  }
  if [[ $NAMED == no ]]; then
    if jdk_is_there; then report jdk "$(jdk_version)" ok; else report jdk "$(jdk_version || true)" "missing (17 or newer)"; fi
    if version=$(maven_version); then report maven "$version" ok; else report maven "" missing; fi
    for name in "${BENCH_PACKAGES[@]}"; do
      if version=$(package_version "$name"); then report "$name" "$version" ok; else report "$name" "" missing; fi
    done
  fi
  for name in "${TOOLS[@]}"; do
    version=${name#*@} name=${name%@*}
    if is_there "$name" "$version"; then report "$name" "$version" "ok $PREFIX/$name/$version"
    elif [[ -e $PREFIX/$name/$version ]]; then report "$name" "$version" "missing (what is in $PREFIX/$name/$version does not start)"
    else report "$name" "$version" missing; fi
  done
  ((missing == 0)) || unavailable "$missing missing; run this without --check, as root, to install them."
}

# ---- before anything starts ----------------------------------------------------------------------

older() { [[ $1 != "$2" && $(printf '%s\n' "$1" "$2" | sort -V | head -n 1) == "$1" ]]; }

# Prints a sentence on each thing without which the tools given cannot be built and which apt cannot install.
obstacles() { # TOOL...
  local tool kind oldest folder remedy
  local -A found=([go]='' [rust]='') needed=() users=()
  found[go]=$(GOTOOLCHAIN=local go version 2>/dev/null | sed -n 's/^go version go\([^ ]*\).*/\1/p') || true
  found[rust]=$(cargo --version >/dev/null 2>&1 && rustc --version | cut -d ' ' -f 2) || true
  for tool in "$@"; do
    read -r kind oldest < <(toolchain "${tool%@*}" "${tool#*@}") || continue
    [[ -z ${found[$kind]} ]] || older "${found[$kind]}" "$oldest" || continue
    users[$kind]+=${users[$kind]:+, }$tool
    [[ -n ${needed[$kind]-} ]] && older "$oldest" "${needed[$kind]}" || needed[$kind]=$oldest
  done
  for kind in "${!needed[@]}"; do
    remedy="install it (the distribution's may be too old) and put its bin folder first in PATH"
    for folder in /usr/local/go/bin ~/.cargo/bin; do
      [[ -n ${found[$kind]} || ! -x $folder/${kind/rust/cargo} ]] || remedy="there is one in $folder: put that folder first in PATH"
    done
    say "${kind^} ${needed[$kind]} or newer is needed for ${users[$kind]}, but PATH has ${found[$kind]:-none}; $remedy."
  done
  [[ " $*" != *" crun@"* || -n ${OCIBENCH_DEBIAN_MIRROR:-} ]] || ! grep -qs '^ID=ubuntu' /etc/os-release \
    || say "Ubuntu's mirrors lack the source of crun; set OCIBENCH_DEBIAN_MIRROR to the address of a Debian mirror."
}

# The mirror that this machine's own apt uses for Debian; empty too while apt has fetched no lists.
debian_mirror() {
  [[ -z ${OCIBENCH_DEBIAN_MIRROR:-} ]] || { say "$OCIBENCH_DEBIAN_MIRROR"; return; }
  # shellcheck disable=SC2016 # apt fills these in
  apt-get indextargets --format '$(REPO_URI) $(ORIGIN) $(LABEL) $(COMPONENT)' 'Created-By: Packages' \
    | awk '$2 == "Debian" && $3 == "Debian" && $4 == "main" && !found { print $1; found = 1 }'
}

# ---- steps ---------------------------------------------------------------------------------------

clean_up() { # removes what the step at work has left, and folders that are empty without it
  local folder
  for folder in "$STAGE" "$WORK"; do
    [[ -n $folder ]] || continue
    rm -rf "$folder" 2>/dev/null || { sleep 1; rm -rf "$folder"; } # a compiler that is just ending may still write
    rmdir "${folder%/*}" 2>/dev/null || true
  done
}

leave() {
  clean_up
  die "${STOPPED#* }" "stopped by SIG${STOPPED% *}: what was finished stays, the rest is removed. Run this again to go on."
}

on_signal() { # NAME CODE
  STOPPED="$1 $2"
  if [[ $SHIELDED == yes ]]; then printf 'provision: stopping when apt has finished\n' >&2
  elif [[ -n $JOB ]]; then kill -TERM -- "-$JOB" 2>/dev/null || true
  else leave; fi
}

# run_step LOG COMMAND...: its output goes to the log, its exit code to RESULT. It has a process group
# of its own, so that a signal ends the compilers too; the shell only waits, to hear signals at once.
run_step() {
  local log=$1
  set -m
  (set -e; "${@:2}") </dev/null >"$log" 2>&1 9>&- &
  JOB=$!
  set +m
  RESULT=0
  while wait "$JOB" && RESULT=0 || RESULT=$?; kill -0 "$JOB" 2>/dev/null; do :; done
  [[ -z $STOPPED ]] || { kill -KILL -- "-$JOB" 2>/dev/null || true; leave; }
  JOB=''
}

finish_step() { # WHAT LOG REMEDY: ends the script when the step failed
  ((RESULT != 0)) || return 0
  clean_up
  printf 'provision: the last lines of %s:\n' "$2" >&2
  tail -n 5 "$2" | sed 's/^/  | /' >&2
  die 1 "$1 failed. Log: $2. Remedy: $3"
}

jdk_package() { # the first that this release has
  local package
  for package in openjdk-17-jdk-headless openjdk-21-jdk-headless openjdk-25-jdk-headless; do
    apt-cache policy "$package" | grep -q 'Candidate: [0-9]' && break
  done
  say "$package"
}

# Fetching may be stopped, installing may not, so they are two steps.
fetch_packages() {
  # A third-party source that cannot be reached must not keep us from the others.
  apt-get -q update || echo "apt-get update failed; going on with the lists there are"
  local package packages=()
  for package; do
    [[ $package != jdk ]] || package=$(jdk_package)
    packages+=("$package")
  done
  say "${packages[@]}" >"$WORK/packages"
  apt-get -q -y --no-install-recommends --download-only install "${packages[@]}"
}
install_fetched_packages() {
  local packages
  read -ra packages <"$WORK/packages"
  apt-get -q -y --no-install-recommends -o DPkg::Lock::Timeout=300 install "${packages[@]}"
}

install_packages() { # PACKAGE...
  local log=$PREFIX/log/packages started=$SECONDS what="$# distribution packages"
  local remedy="correct apt's sources, or its state with 'apt-get -f install', then run this again."
  WORK=$PREFIX/.build/packages
  mkdir -p "$WORK"
  export DEBIAN_FRONTEND=noninteractive
  run_step "$log-fetch.log" fetch_packages "$@"
  finish_step "fetching $what" "$log-fetch.log" "$remedy"
  SHIELDED=yes
  run_step "$log-install.log" install_fetched_packages
  SHIELDED=no
  finish_step "installing $what" "$log-install.log" "$remedy"
  clean_up
  [[ $NAMED == yes ]] || jdk_is_there || unavailable "a new enough JDK was installed, but an older one is in use; set JAVA_HOME to the new one."
  printf '%-22s installed in %s s\n' "packages ($#)" $((SECONDS - started))
}

install_tool() { # NAME VERSION
  local log=$PREFIX/log/$1-$2.log started=$SECONDS
  STAGE=$PREFIX/$1/.$2.partial WORK=$PREFIX/.build/$1-$2
  clean_up # what a run that was killed has left
  mkdir -p "$STAGE/bin" "$WORK"
  [[ ! -t 1 ]] || printf '%-22s building ...\r' "$1 $2"
  run_step "$log" make_tool "$1" "$2"
  finish_step "building $1 $2" "$log" "if the log tells of something that could not be reached, run this again; else take another version of $1."
  clean_up
  printf '%-22s built in %s s\n' "$1 $2" $((SECONDS - started))
}

# ---- builds: each runs as a step, works in $WORK and fills $STAGE/bin ----------------------------

# The whole step: build, try the programs, write where they came from, and only then move them in place.
make_tool() { # NAME VERSION
  local program SOURCE_SHA256='' SOURCE_SUM='' TOOLCHAIN='' BUILD_COMMAND='' MODULE_DIR='' PATCHES=()
  umask 022
  export GOTOOLCHAIN=local GOFLAGS=-buildvcs=false GOWORK=off
  cd "$WORK"
  "build_$1" "$2"
  for program in $(programs "$1"); do starts "$STAGE/bin/$program" || fault "$program was built but does not start"; done
  write_provenance "$1" "$2"
  rm -rf "${PREFIX:?}/$1/$2"
  mv -T "$STAGE" "$PREFIX/$1/$2"
}

fault() { say "provision: $*"; exit 1; }

# Runs a command and keeps it for the provenance, without the folders of this machine.
build() {
  local word line=''
  for word; do [[ $word != *' '* ]] || word="'$word'"; line+="${line:+ }$word"; done
  BUILD_COMMAND+=${BUILD_COMMAND:+ && }${line//"$STAGE/bin"/OUT}
  say "+ $line"
  "$@"
}

check_sha256() { # FILE EXPECTED
  SOURCE_SHA256=$(sha256sum "$1" | cut -d ' ' -f 1)
  [[ $SOURCE_SHA256 == "${2:-$SOURCE_SHA256}" ]] || fault "$1 has the SHA-256 $SOURCE_SHA256, but $2 is the one this script knows"
}

# Downloads the module and enters its folder. 'go install' will not do: it asks for version lists that
# are not served for every module, and refuses modules with replace lines.
enter_go_module() { # NAME VERSION
  local module reply
  module=$(go_module "$1" "$2")
  reply=$(go mod download -json "$module") || fault "the Go module $module cannot be had: $(jq -r '.Error // empty' <<<"$reply")"
  MODULE_DIR=$(jq -r .Dir <<<"$reply") SOURCE_SUM=$(jq -r .Sum <<<"$reply")
  cd "$MODULE_DIR"
  TOOLCHAIN=$(go version)
}

# go_build CGO ARG...; -mod=readonly because some modules carry the list of a vendor folder without the folder.
go_build() {
  local folder
  [[ $1 == 0 || $TOOLCHAIN == *gcc* ]] || TOOLCHAIN+="; $(gcc --version | head -n 1)"
  build env "CGO_ENABLED=$1" go build -mod=readonly -trimpath "${@:2}" && return
  for folder in $(go mod edit -json | jq -r '.Replace[]? | select(.New.Version == null) | .New.Path'); do
    [[ -d $folder ]] || fault "the module wants a dependency from its folder $folder, which modules leave out; this version may not be buildable"
  done
  exit 1
}

build_runc() {
  enter_go_module runc "$1"
  go_build 1 -tags seccomp -ldflags "-X main.version=$1" -o "$STAGE/bin/runc" .
}

# Without symbols, and the shim static, as in the project's own releases.
build_containerd() {
  enter_go_module containerd "$1"
  local flags="-s -w -X github.com/containerd/containerd/v2/version.Version=v$1"
  go_build 1 -ldflags "$flags" -o "$STAGE/bin/" ./cmd/containerd ./cmd/ctr
  go_build 0 -ldflags "$flags" -o "$STAGE/bin/" ./cmd/containerd-shim-runc-v2
}

build_nerdctl() {
  enter_go_module nerdctl "$1"
  go_build 0 -ldflags "-s -w -X github.com/containerd/nerdctl/v2/pkg/version.Version=v$1" -o "$STAGE/bin/nerdctl" ./cmd/nerdctl
}

build_runsc() {
  local release=release-$1 runsc=gvisor.dev/gvisor/runsc/version.version
  enter_go_module runsc "$1"
  go_build 0 -ldflags "-s -w -X $runsc=$release" -o "$STAGE/bin/runsc" ./runsc
  [[ $("$STAGE/bin/runsc" --version) == *"$release"* ]] || fault "runsc does not report $release"
  may_lower_oom_score || { patch_oom_score; release+=+oom0; }
  # The shim's -v prints the version of containerd's shim library, so that is what is set for it.
  go_build 0 -ldflags "-s -w -X $runsc=$release -X github.com/containerd/containerd/v2/version.Version=$release" \
    -o "$STAGE/bin/containerd-shim-runsc-v1" ./shim
  [[ $("$STAGE/bin/containerd-shim-runsc-v1" -v) == *"$release"* ]] || fault "the shim does not report $release"
}

may_lower_oom_score() { # whether CAP_SYS_RESOURCE, bit 24, can be had on this machine
  (((16#$(sed -n 's/^CapBnd:[[:space:]]*//p' /proc/self/status) >> 24) & 1))
}

# The shim gives itself the OOM score -999 and ends when it may not. The module cache is read-only, so
# the one constant is changed in a copy; the shim's version says so.
patch_oom_score() {
  cp -r "$MODULE_DIR" "$WORK/gvisor"
  chmod -R u+w "$WORK/gvisor"
  cd "$WORK/gvisor"
  sed -i 's/^\toomScoreMax = -999$/\toomScoreMax = 0/' pkg/shim/v1/manager.go
  grep -q $'^\toomScoreMax = 0$' pkg/shim/v1/manager.go || fault "pkg/shim/v1/manager.go no longer sets the OOM score where the patch looks for it"
  PATCHES+=("containerd-shim-runsc-v1: oomScoreMax in pkg/shim/v1/manager.go set from -999 to 0, because the machine it was built on lacks CAP_SYS_RESOURCE; its version ends in +oom0")
}

# trixie is the one Debian suite whose crun is new enough for containerd 2 and builds on older releases.
build_crun() {
  local tarball=$WORK/crun.tar.gz mirror apt uri features
  mirror=$(debian_mirror)
  [[ -n $mirror ]] || { apt-get -q update; mirror=$(debian_mirror); }
  [[ -n $mirror ]] || fault "apt's sources name no Debian mirror; set OCIBENCH_DEBIAN_MIRROR to the address of one"
  # Lists of its own: the machine's apt must not come to see another release.
  mkdir -p apt/lists/partial apt/cache/archives/partial source
  say "deb-src [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror trixie main" >apt/sources.list
  apt=(-q -o "Dir::Etc::sourcelist=$WORK/apt/sources.list" -o Dir::Etc::sourceparts=- -o "Dir::State::lists=$WORK/apt/lists"
    -o "Dir::Cache=$WORK/apt/cache" -o APT::Sandbox::User=root)
  apt-get "${apt[@]}" update
  # 'apt-get source' would want the package's other files too; the original tarball is all we need.
  uri=$(apt-get "${apt[@]}" --print-uris --tar-only source crun | sed -n "s/^'\([^']*\/crun_$1\.orig\.tar\.gz\)'.*/\1/p")
  [[ -n $uri ]] || fault "the mirror's trixie has no crun $1 any more"
  /usr/lib/apt/apt-helper "${apt[@]}" download-file "$uri" "$tarball"
  check_sha256 "$tarball" "$CRUN_SHA256"
  tar -xzf "$tarball" -C source --strip-components 1
  cd source
  [[ -x configure ]] || build ./autogen.sh
  build ./configure --disable-criu
  build make git-version.h .version
  build make -j "$(nproc)" crun
  cp crun "$STAGE/bin/"
  features=$(./crun --version)
  [[ $features == *+SYSTEMD* && $features == *+EBPF* ]] || fault "this crun lacks systemd or eBPF support: $features"
  TOOLCHAIN=$(gcc --version | head -n 1)
}

# Since 0.4 the crate has no default features, and a youki without them can start nothing. Not with
# cgroupsv2_devices: it raises a limit for eBPF, which needs CAP_SYS_RESOURCE.
build_youki() {
  local features=v1,v2,systemd,seccomp crate
  cargo info "youki@$1" # downloads the crate and checks it against the registry's index
  crate=$(find "${CARGO_HOME:-"$HOME/.cargo"}/registry/cache" -name "youki-$1.crate" -print -quit)
  [[ -n $crate ]] || fault "cargo did not keep the crate youki $1"
  check_sha256 "$crate" "${YOUKI_SHA256[$1]-}"
  tar -xzf "$crate"
  cd "youki-$1"
  if [[ $1 == 0.3.3 ]]; then
    features=v1,v2,systemd
    build cargo update -p time@0.3.34 --precise 0.3.36
    PATCHES+=("Cargo.lock: the crate time raised from 0.3.34 to 0.3.36, because today's Rust does not compile the former")
  fi
  # One folder for all versions: they share most of their dependencies.
  export CARGO_TARGET_DIR=$PREFIX/.build/youki-target
  build cargo build --release --locked --features "$features"
  cp "$CARGO_TARGET_DIR/release/youki" "$STAGE/bin/"
  TOOLCHAIN=$(rustc --version)
}

write_provenance() { # NAME VERSION
  local patches binaries
  patches=$(jq -n '$ARGS.positional' --args ${PATCHES[@]+"${PATCHES[@]}"})
  binaries=$(cd "$STAGE" && sha256sum bin/* | jq -R 'split("  ") | {(.[1]): .[0]}' | jq -s add)
  jq -n --arg name "$1" --arg version "$2" --arg source "$(origin "$1" "$2")" --arg sha "$SOURCE_SHA256" --arg sum "$SOURCE_SUM" \
    --arg toolchain "$TOOLCHAIN" --arg command "$BUILD_COMMAND" --argjson patches "$patches" --argjson binaries "$binaries" \
    '{name: $name, version: $version, source: $source}
      + (if $sha == "" then {} else {sourceSha256: $sha} end) + (if $sum == "" then {} else {sourceSum: $sum} end)
      + {toolchain: $toolchain, buildCommand: $command, patches: $patches, local: true, binaries: $binaries}' >"$STAGE/provenance.json"
}

# ---- main ----------------------------------------------------------------------------------------

dry_run() { # PACKAGES FAULTS TOOL...
  local tool
  [[ -z $1 ]] || say "would install these packages: ${1//$'\n'/ }"
  for tool in "${@:3}"; do say "would build ${tool/@/ } from $(origin "${tool%@*}" "${tool#*@}") into $PREFIX/${tool/@//}"; done
  [[ -z $2 ]] || unavailable "it would not start: $2"
}

main() {
  local tools packages faults tool
  parse_arguments "$@"
  [[ -n $(command -v dpkg-query) && -n $(command -v apt-get) ]] || unavailable "this machine has no apt: only Debian and Ubuntu are supported."
  [[ $MODE != check ]] || { check; exit 0; }

  mapfile -t tools < <(tools_to_build)
  packages=$(missing_packages ${tools[@]+"${tools[@]}"})
  [[ -n $packages || ${#tools[@]} -gt 0 ]] || { say "everything is there already (prefix $PREFIX): nothing to do"; exit 0; }
  faults=$(obstacles ${tools[@]+"${tools[@]}"} | paste -s -d ' ')
  [[ $MODE != dry-run ]] || { dry_run "$packages" "$faults" ${tools[@]+"${tools[@]}"}; exit 0; }

  [[ $EUID == 0 ]] || unavailable "installing needs root: run this as root (--check and --dry-run do not need it)."
  [[ -z $faults ]] || unavailable "$faults"
  mkdir -p "$PREFIX/log" "$PREFIX/.build" || unavailable "cannot write under $PREFIX; choose another folder with --prefix."
  exec 9>"$PREFIX/.lock"
  flock -n 9 || unavailable "another provision.sh is at work under $PREFIX; run this again when it has ended."
  trap 'on_signal INT 130' INT
  trap 'on_signal TERM 143' TERM
  trap 'on_signal HUP 129' HUP

  # shellcheck disable=SC2086 # one word per package
  [[ -z $packages ]] || install_packages $packages
  # Asked again: a package may have brought back a library that a tool lacked.
  mapfile -t tools < <(tools_to_build)
  for tool in ${tools[@]+"${tools[@]}"}; do install_tool "${tool%@*}" "${tool#*@}"; done
  rm -rf "$PREFIX/.build"
  say "done in $SECONDS s: everything is under $PREFIX"
}

main "$@"
