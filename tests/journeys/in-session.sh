#!/usr/bin/env bash
# Runs a journey on a display, session bus and window manager of its own, so that it neither sees nor disturbs anything else.
#
#   in-session.sh PROGRAM [ARGUMENT...]
set -euo pipefail
no_session=75 # as JOURNEY_NO_SESSION

# The registry of accessible programs answers, and who it is. A program that starts beside it may be missed by it for good.
registry () {
  local address
  address=$(gdbus call --session --timeout 5 --dest org.a11y.Bus --object-path /org/a11y/bus --method org.a11y.Bus.GetAddress) || return 1
  address=${address#*\'} address=${address%%\'*}
  gdbus call --address "$address" --timeout 5 --dest org.a11y.atspi.Registry --object-path /org/a11y/atspi/accessible/root \
    --method org.a11y.atspi.Accessible.GetChildren >/dev/null || return 1
  gdbus call --address "$address" --timeout 5 --dest org.freedesktop.DBus --object-path /org/freedesktop/DBus \
    --method org.freedesktop.DBus.GetNameOwner org.a11y.atspi.Registry
}

if [[ ${1:-} == --inside ]]; then
  shift
  first=$(registry) || exit "$no_session"
  # A window manager, because without one no window ever gets the keyboard; and there before the window, because one that
  # comes later leaves GTK waiting for frames it never confirms.
  openbox >/dev/null 2>&1 &
  for _ in {1..100}; do
    if xdotool get_num_desktops >/dev/null 2>&1; then break; fi
    sleep 0.05
  done
  result=0
  "$@" || result=$?
  ((result == no_session)) && exit
  # The display hangs, or another registry has come in the place of the one that knew the window: it was not the program.
  if ((result)) && { ! timeout 5 xdotool getmouselocation >/dev/null || [[ $(registry) != "$first" ]]; }; then
    echo "the session broke down" >&2
    exit "$no_session"
  fi
  echo "$result" >"$XDG_RUNTIME_DIR/result"
  exit
fi
export LC_ALL=C.UTF-8
unset LANGUAGE WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS AT_SPI_BUS_ADDRESS
export GDK_BACKEND=x11 GTK_A11Y=atspi GSK_RENDERER=cairo NO_AT_BRIDGE=0 LIBGL_ALWAYS_SOFTWARE=1
base=$(mktemp -d)
trap 'cat "$base"/said; rm -rf "$base"' EXIT
# Where the session did not come up, or broke down, nothing was found out about the program: another one, and what was said in this one
# does not count.
for attempt in 1 2 3; do
  # Settings, caches and unsaved work of its own as well.
  XDG_RUNTIME_DIR=$base/$attempt
  mkdir -m 700 "$XDG_RUNTIME_DIR"
  export XDG_RUNTIME_DIR TMPDIR=$XDG_RUNTIME_DIR
  export XDG_CONFIG_HOME=$XDG_RUNTIME_DIR/config XDG_DATA_HOME=$XDG_RUNTIME_DIR/data XDG_CACHE_HOME=$XDG_RUNTIME_DIR/cache
  export XDG_STATE_HOME=$XDG_RUNTIME_DIR/state
  dbus-run-session -- xvfb-run -a -s "-screen 0 1600x1000x24 -noreset" "${BASH_SOURCE[0]}" --inside "$@" >"$base/said" || true
  if [[ -s $XDG_RUNTIME_DIR/result ]]; then exit "$(<"$XDG_RUNTIME_DIR/result")"; fi
done
exit 1
