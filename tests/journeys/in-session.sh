#!/usr/bin/env bash
# Runs a journey on a display, session bus and window manager of its own, so that it neither sees nor disturbs anything else.
#
#   in-session.sh PROGRAM [ARGUMENT...]
set -euo pipefail
if [[ ${1:-} == --inside ]]; then
  shift
  # A window manager, because without one no window ever gets the keyboard.
  if command -v openbox >/dev/null; then openbox >/dev/null 2>&1 & fi
  "$@"
  exit
fi
XDG_RUNTIME_DIR=$(mktemp -d)
export XDG_RUNTIME_DIR TMPDIR=$XDG_RUNTIME_DIR
trap 'rm -rf "$XDG_RUNTIME_DIR"' EXIT
# Settings and caches of its own as well.
export XDG_CONFIG_HOME=$XDG_RUNTIME_DIR/config XDG_DATA_HOME=$XDG_RUNTIME_DIR/data XDG_CACHE_HOME=$XDG_RUNTIME_DIR/cache
unset WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS AT_SPI_BUS_ADDRESS
export GDK_BACKEND=x11 GTK_A11Y=atspi GSK_RENDERER=cairo NO_AT_BRIDGE=0 LIBGL_ALWAYS_SOFTWARE=1
dbus-run-session -- xvfb-run -a -s "-screen 0 1600x1000x24 -noreset" "${BASH_SOURCE[0]}" --inside "$@"
