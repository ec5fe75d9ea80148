#!/usr/bin/env bash
# Runs a journey on a display, session bus and window manager of its own, so that it neither sees nor disturbs anything else.
#
#   in-session.sh PROGRAM [ARGUMENT...]
set -euo pipefail
if [[ ${1:-} == --inside ]]; then
  shift
  # A window manager, because without one no window ever gets the keyboard; and there before the window, because one that
  # comes later leaves GTK waiting for frames it never confirms.
  openbox >/dev/null 2>&1 &
  for _ in {1..100}; do
    if xdotool get_num_desktops >/dev/null 2>&1; then break; fi
    sleep 0.05
  done
  "$@"
  exit
fi
XDG_RUNTIME_DIR=$(mktemp -d)
export XDG_RUNTIME_DIR TMPDIR=$XDG_RUNTIME_DIR
trap 'rm -rf "$XDG_RUNTIME_DIR"' EXIT
# Settings, caches and unsaved work of its own as well.
export XDG_CONFIG_HOME=$XDG_RUNTIME_DIR/config XDG_DATA_HOME=$XDG_RUNTIME_DIR/data XDG_CACHE_HOME=$XDG_RUNTIME_DIR/cache
export XDG_STATE_HOME=$XDG_RUNTIME_DIR/state
export LC_ALL=C.UTF-8
unset LANGUAGE WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS AT_SPI_BUS_ADDRESS
export GDK_BACKEND=x11 GTK_A11Y=atspi GSK_RENDERER=cairo NO_AT_BRIDGE=0 LIBGL_ALWAYS_SOFTWARE=1
dbus-run-session -- xvfb-run -a -s "-screen 0 1600x1000x24 -noreset" "${BASH_SOURCE[0]}" --inside "$@"
