#!/usr/bin/env bash
# Fuzzes the readers of files: builds the targets with clang and libFuzzer into build-fuzz/ and runs each for a while.
#
#   ./tests/fuzz/run.sh SECONDS              every target that long, as many at once as there are processors; 0: only builds them
#   ./tests/fuzz/run.sh SECONDS TARGET...    these: checkpoint csv idx image npy project vary weights
#
# What is found lies in build-fuzz/found/ as TARGET-crash-..., -timeout-..., -oom-... or -leak-...: mend the reader and put the file into
# tests/fuzz/corpus/TARGET/ under a name that says what it is about. build-fuzz/corpus/ keeps what led to new code, for the next time.
# Debian: clang libclang-rt-14-dev
set -uo pipefail

here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
root=$(readlink -f "$here/../..")
build=$root/build-fuzz
seconds=${1:-}
if [[ ! $seconds =~ ^(0|[1-9][0-9]*)$ ]]; then
  sed -n '2,9s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2
  exit 2
fi
shift
targets=("$@")
(($#)) || targets=(checkpoint csv idx image npy project vary weights)

unset OPENBLAS_CORETYPE OPENBLAS_L2_SIZE
if [[ ! -f $build/build.ninja ]]; then
  CC=${CC:-clang} meson setup "$build" "$root" -Dbuildtype=debugoptimized -Doptimization=1 -Dc_args=-g1 -Dgui=false -Dwerror=false -Dfuzz=true || exit 1
fi
ninja -C "$build" "${targets[@]/#/tests/fuzz/fuzz-}" || exit 1
((seconds)) || exit 0

export LC_ALL=C.UTF-8 G_SLICE=always-malloc G_DEBUG=fatal-criticals OPENBLAS_NUM_THREADS=1
export ASAN_OPTIONS=detect_leaks=1:strict_string_checks=1:allocator_may_return_null=1 UBSAN_OPTIONS=print_stacktrace=1
# A target that writes a file waits for the disk otherwise.
if [[ -w /dev/shm ]]; then export TMPDIR=/dev/shm; fi
mkdir -p "$build/found"
verdicts=$(mktemp -d)
trap 'rm -rf "$verdicts"' EXIT

# fuzz TARGET: one target for its time; leaves a file of its name in $verdicts if it found something.
fuzz () {
  local target=$1 dictionary=$here/dictionaries/$1.dict most options
  case $target in
    checkpoint|weights) dictionary=$here/dictionaries/safetensors.dict most=8192 ;;
    vary) most=400 ;;
    project) most=4096 ;;
    image|npy) most=2048 ;;
    *) most=1024 ;;
  esac
  options=(-max_total_time="$seconds" -max_len="$most" -timeout=10 -rss_limit_mb=2048 -malloc_limit_mb=4096 -print_final_stats=1
           -verbosity=0 -artifact_prefix="$build/found/$target-")
  [[ ! -f $dictionary ]] || options+=("-dict=$dictionary")
  [[ -z ${FALLLINE_FUZZ_SEED:-} ]] || options+=("-seed=$FALLLINE_FUZZ_SEED")
  mkdir -p "$build/corpus/$target"
  "$build/tests/fuzz/fuzz-$target" "${options[@]}" "$build/corpus/$target" "$here/corpus/$target" </dev/null 2>&1 \
    | sed -u "s/^/$target: /" || : >"$verdicts/$target"
}

processors=$(nproc) busy=0
for target in "${targets[@]}"; do
  if ((busy == processors)); then
    wait -n
    busy=$((busy - 1))
  fi
  echo "== $target, $seconds s"
  fuzz "$target" &
  busy=$((busy + 1))
done
wait
failed=$(ls "$verdicts")
if [[ -n $failed ]]; then
  echo "found something: ${failed//$'\n'/ } (see build-fuzz/found/)"
  exit 1
fi
echo "nothing found in ${#targets[@]} targets, $seconds s each"
