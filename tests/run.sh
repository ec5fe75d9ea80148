#!/usr/bin/env bash
# Runs the whole suite without a display: installs what is missing, builds, tests, and closes with 'N passed, N failed'.
#
#   ./tests/run.sh                    everything: the release build, then the same tests under ASan+UBSan and TSan, and fuzzers for seconds
#   ./tests/run.sh --fast             without the sanitizers
#   ./tests/run.sh --fast NAME...     only these meson tests (`meson test -C build-tests --list` names them)
#   ./tests/run.sh --offline          install nothing
set -uo pipefail

here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
root=$(dirname "$here")
# shellcheck source=app/packages.sh
source "$root/app/packages.sh"

sanitizers=yes install=yes
while (($#)); do
  case $1 in
    --fast) sanitizers=no; shift ;;
    --offline) install=no; shift ;;
    -h|--help) sed -n '2,7s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; exit 0 ;;
    -*) fl_say "tests/run.sh: unknown option $1; possible: --fast, --offline"; exit 2 ;;
    *) break ;;
  esac
done
if [[ $install == yes ]]; then
  fl_install "${FL_BUILD_PACKAGES[@]}" "${FL_TEST_PACKAGES[@]}" || exit 1
fi

scratch=$(mktemp -d) ahead=''
trap '[[ -z $ahead ]] || kill -- "-$ahead" 2>/dev/null; rm -rf "$scratch"' EXIT
mkdir -m 700 "$scratch/runtime" "$scratch/home"

# The same surroundings on every machine: no desktop, no settings, no caches, no language, no forced BLAS core.
unset OPENBLAS_CORETYPE OPENBLAS_L2_SIZE NN_KERNELS LANGUAGE WAYLAND_DISPLAY
unset FALLLINE_FRAME_LOG ADW_DEBUG_COLOR_SCHEME ADW_DEBUG_HIGH_CONTRAST GDK_SCALE MESON_TESTTHREADS
export LC_ALL=C.UTF-8 XDG_RUNTIME_DIR=$scratch/runtime GTK_A11Y=atspi GSK_RENDERER=cairo GDK_BACKEND=x11 GSETTINGS_BACKEND=memory
export XDG_CONFIG_HOME=$scratch/home/config XDG_DATA_HOME=$scratch/home/data XDG_CACHE_HOME=$scratch/home/cache
export XDG_STATE_HOME=$scratch/home/state G_DEBUG=fatal-criticals LIBGL_ALWAYS_SOFTWARE=1 NO_AT_BRIDGE=0

logs=() broken=0

# build DIRECTORY OPTION...: a build that fails counts as one failed test.
build () {
  local name=$1
  shift
  fl_build "$root" "$root/$name" "$@" || { broken=$((broken + 1)); return 1; }
}

# suite DIRECTORY WRAPPER... :: MESON-ARGUMENT...: meson's own verdict is not needed, the log is counted below.
suite () {
  local name=$1 wrapper=()
  shift
  while [[ $1 != :: ]]; do wrapper+=("$1"); shift; done
  shift
  rm -f "$root/$name/meson-logs/testlog.json"
  "${wrapper[@]}" meson test -C "$root/$name" --no-rebuild --print-errorlogs "$@" </dev/null >"$scratch/$name.out" 2>&1
  if [[ -s $root/$name/meson-logs/testlog.json ]]; then
    logs+=("$name=$root/$name/meson-logs/testlog.json")
  else
    cat "$scratch/$name.out"
    echo "$name: no test ran"
    broken=$((broken + 1))
  fi
}

headless=(dbus-run-session -- xvfb-run -a -s "-screen 0 1600x1000x24 -noreset")
straight=()
# TSan of gcc 12 cannot live with the address randomization of newer kernels.
if setarch -R true 2>/dev/null; then straight=(setarch -R); fi

# GTK is left out of the sanitizers' builds: these runs are about the floors below it. Lines are all a report needs, and -O1 builds in
# half the time.
checked=(-Dbuildtype=debugoptimized -Doptimization=1 -Dc_args=-g1 -Dtests=true -Dgui=false -Dwerror=false -Db_lundef=false)
asan=(build-asan "${checked[@]}" "-Db_sanitize=address,undefined")
tsan=(build-tsan --target threaded "${checked[@]}" -Db_sanitize=thread)

fuzzer_links () {
  printf 'int LLVMFuzzerTestOneInput(const unsigned char *b, unsigned long n) { return b == 0 && n == 1; }' \
    | clang -x c -fsanitize=fuzzer,address -o "$scratch/fuzzer" - 2>/dev/null
}
# Not among the packages above: a system that cannot have clang still runs everything else.
fuzzer_ready () {
  fuzzer_links && return 0
  [[ $install == yes ]] && fl_install clang && fl_install "libclang-rt-$(clang -dumpversion | cut -d. -f1)-dev" && fuzzer_links
}

# The builds that come later, begun behind the tests of the window, which mostly wait. What is not done by then, or fails, is
# built when its turn comes, and told.
build_ahead () {
  renice -n 19 -p "$BASHPID"
  fl_build "$root" "$root/${asan[0]}" "${asan[@]:1}"
  fl_build "$root" "$root/${tsan[0]}" "${tsan[@]:1}"
  [[ $fuzzer != yes ]] || CC=clang "$here/fuzz/run.sh" 0
}

fuzzer=no
if [[ $sanitizers == yes ]]; then
  if fuzzer_ready; then
    fuzzer=yes
  else
    fl_say "no clang with libFuzzer here (Debian: clang libclang-rt-14-dev): the short fuzz run is skipped"
  fi
fi

if build build-tests -Dbuildtype=release -Dtests=true; then
  if [[ $sanitizers == yes ]]; then
    # A group of its own, so that whoever interrupts this ends that as well.
    set -m
    build_ahead </dev/null >/dev/null 2>&1 &
    set +m
    ahead=$!
  fi
  suite build-tests "${headless[@]}" :: "$@"
  if [[ -n $ahead ]]; then
    kill -- "-$ahead" 2>/dev/null
    wait "$ahead" 2>/dev/null
    ahead=''
  fi
fi
if [[ $sanitizers == yes ]]; then
  if build "${asan[@]}"; then
    ASAN_OPTIONS=detect_leaks=1:strict_string_checks=1:allocator_may_return_null=1 \
    LSAN_OPTIONS="suppressions='$here/lsan.supp':print_suppressions=0" \
    UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1 \
      suite build-asan :: -t 5
  fi
  if build "${tsan[@]}"; then
    # GLib's own slices hand memory from thread to thread in ways TSan cannot see; malloc it can.
    G_SLICE=always-malloc TSAN_OPTIONS=halt_on_error=1:second_deadlock_stack=1 \
      suite build-tsan "${straight[@]}" :: -t 8 --suite threads
  fi
fi
# What comes in from outside, for a few seconds a reader; longer runs are by hand (tests/fuzz/run.sh). From the same seed each time:
# a run that turns red does so for what was changed. New ground is for runs by hand.
if [[ $fuzzer == yes ]] && ! CC=clang FALLLINE_FUZZ_SEED=1 "$here/fuzz/run.sh" 5 >"$scratch/fuzz.out" 2>&1; then
  tail -n 40 "$scratch/fuzz.out"
  echo "tests/fuzz: something was found, or could not be built"
  broken=$((broken + 1))
fi

python3 "$here/tally.py" --broken "$broken" "${logs[@]}"
