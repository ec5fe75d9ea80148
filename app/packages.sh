# What app/run.sh and tests/run.sh share: the packages Fall Line is built from, and a build directory kept up to date.
# Sourced by bash; everything said goes to stderr, so that the program's own output stays clean.
# shellcheck shell=bash

FL_BUILD_PACKAGES=(
  gcc libc6-dev meson ninja-build pkg-config gettext
  libglib2.0-dev libglib2.0-dev-bin libglib2.0-bin
  libgtk-4-dev libadwaita-1-dev libcairo2-dev libpango1.0-dev
  libopenblas-dev libjansson-dev libgdk-pixbuf-2.0-dev
  adwaita-icon-theme librsvg2-common gsettings-desktop-schemas shared-mime-info
  fonts-cantarell fonts-dejavu-core
)
FL_TEST_PACKAGES=(
  python3 xvfb xauth dbus dbus-x11 xdotool openbox imagemagick
  at-spi2-core libatspi2.0-dev desktop-file-utils appstream
)

fl_say () { printf '%s\n' "$*" >&2; }

# fl_missing PACKAGE...: prints those that are not installed.
fl_missing () {
  local known
  known=" $(dpkg-query -W -f '${db:Status-Status}:${Package} ' "$@" 2>/dev/null || true) "
  local package
  for package in "$@"; do
    [[ $known == *" installed:$package "* ]] || printf '%s ' "$package"
  done
}

# Other distributions have other package names: there it is enough that the tools and libraries answer.
fl_tools_answer () {
  local tool
  for tool in cc meson ninja pkg-config msgfmt glib-compile-resources; do
    command -v "$tool" >/dev/null || return 1
  done
  pkg-config --exists 'glib-2.0 >= 2.74' 'gtk4 >= 4.8' 'libadwaita-1 >= 1.2' openblas jansson pangocairo gdk-pixbuf-2.0
}

fl_apt () { # fl_apt SUDO ARGUMENT...
  local as=$1
  shift
  # shellcheck disable=SC2086
  $as env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=120 -o Dpkg::Use-Pty=0 "$@" </dev/null
}

# fl_install PACKAGE...: installs what is missing, or names it and fails. Silent and offline when nothing is.
fl_install () {
  local missing as='' log
  if ! command -v dpkg-query >/dev/null; then
    fl_tools_answer && return 0
    fl_say "Fall Line needs these Debian packages, or what your system calls them; please install them and start again:"
    fl_say "  $*"
    return 1
  fi
  missing=$(fl_missing "$@")
  [[ -n $missing ]] || return 0
  if ((EUID != 0)); then
    # Asking for a password is fine where somebody can answer.
    if command -v sudo >/dev/null && { sudo -n true 2>/dev/null || { [[ -t 0 && -t 2 ]] && sudo -v; }; }; then
      as=sudo
    else
      as=none
    fi
  fi
  if [[ $as == none ]] || ! command -v apt-get >/dev/null; then
    fl_say "These packages are missing and cannot be installed from here (no root rights). Please run, then start again:"
    fl_say "  sudo apt-get install --no-install-recommends $missing"
    return 1
  fi
  fl_say "Installing: $missing"
  log=$(mktemp)
  # shellcheck disable=SC2086
  if ! { fl_apt "$as" update && fl_apt "$as" install -y --no-install-recommends $missing; } >"$log" 2>&1; then
    # Lists that cannot be refreshed may still be good enough.
    # shellcheck disable=SC2086
    if ! fl_apt "$as" install -y --no-install-recommends $missing >>"$log" 2>&1; then
      tail -n 20 "$log" >&2
      rm -f "$log"
      fl_say "apt-get could not install: $missing"
      fl_say "See its message above; a working network and package list (apt-get update) are needed once."
      return 1
    fi
  fi
  rm -f "$log"
}

# fl_run_logged WHAT COMMAND...: quiet unless it fails; then the end of its output, and what failed.
fl_run_logged () {
  local what=$1 log
  shift
  log=$(mktemp)
  if ! "$@" >"$log" 2>&1 </dev/null; then
    tail -n 40 "$log" >&2
    fl_say "$what failed; its last lines are above."
    rm -f "$log"
    return 1
  fi
  rm -f "$log"
}

# fl_build SOURCE BUILD [--target T]... OPTION...: sets the build directory up once and brings it, or these targets in it, up to date.
fl_build () {
  local source=$1 build=$2 targets=()
  shift 2
  while [[ ${1:-} == --target ]]; do targets+=("$2"); shift 2; done
  mkdir -p "$build" || return 1
  # Two starts at once must not build into each other.
  exec 9>"$build/.lock" || return 1
  flock 9
  # A tree that was moved or copied still points to its old place; a set-up that was cut short has no build.ninja.
  if [[ ! -f $build/build.ninja || ( -f $build/.source && $(<"$build/.source") != "$source" ) ]]; then
    fl_say "Setting up ${build##*/}/"
    find "$build" -mindepth 1 -maxdepth 1 ! -name .lock -exec rm -rf {} +
    fl_run_logged "meson setup" meson setup "$build" "$source" "$@" || { exec 9>&-; return 1; }
    printf '%s\n' "$source" >"$build/.source"
  fi
  if [[ $(ninja -C "$build" -n "${targets[@]}" 2>&1) != *'no work to do'* ]]; then
    fl_say "Building in ${build##*/}/ (the first time takes a minute or two)"
    # A person at a terminal sees ninja count; a log sees nothing unless it fails.
    if [[ -t 2 && -z ${CI:-} ]]; then
      ninja -C "$build" "${targets[@]}" >&2 </dev/null || { exec 9>&-; return 1; }
    else
      fl_run_logged "ninja" ninja -C "$build" "${targets[@]}" || { exec 9>&-; return 1; }
    fi
  fi
  exec 9>&-
}
