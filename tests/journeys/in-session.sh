#!/usr/bin/env bash
# Runs a journey on a display, session bus and window manager of its own, so that it neither sees nor disturbs anything else.
#
#   in-session.sh PROGRAM [ARGUMENT...]
set -euo pipefail
not_ready=75

# The registry of accessible programs answers. A program that starts beside it may be missed by it for good.
registry_answers () {
  local address
  address=$(gdbus call --session --timeout 5 --dest org.a11y.Bus --object-path /org/a11y/bus --method org.a11y.Bus.GetAddress) || return 1
  address=${address#*\'} address=${address%%\'*}
  gdbus call --address "$address" --timeout 5 --dest org.a11y.atspi.Registry --object-path /org/a11y/atspi/accessible/root \
    --method org.a11y.atspi.Accessible.GetChildren
}

if [[ ${1:-} == --inside ]]; then
  shift
  registry_answers >/dev/null || exit "$not_ready"
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
# Nothing has been tested yet where the session did not come up: another one.
for _ in 1 2 3; do
  result=0
  dbus-run-session -- xvfb-run -a -s "-screen 0 1600x1000x24 -noreset" "${BASH_SOURCE[0]}" --inside "$@" || result=$?
  ((result == not_ready)) || break
done
exit "$result"
