#!/usr/bin/env bash
# Opens Fall Line: installs what is missing, builds once, and passes every argument on to the program.
#
#   ./app/run.sh                      the workbench on a ready example
#   ./app/run.sh PROJECT.fallline     the workbench on a project
#   ./app/run.sh --help               everything the program can do
set -euo pipefail

here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
root=$(dirname "$here")
# shellcheck source=app/packages.sh
source "$here/packages.sh"

fl_install "${FL_BUILD_PACKAGES[@]}" || exit 1
# A warning of another compiler must not keep anybody from starting: werror is for the tests.
fl_build "$root" "$root/build" -Dbuildtype=release -Dtests=false -Dwerror=false || exit 1
exec "$root/build/app/fallline" "$@"
