#!/usr/bin/env python3
"""Runs the journeys and says how long the window answered nothing in each.

    tests/bench/stalls.py BUILD_DIRECTORY [JOURNEY...] [--limit MS]

A turn of the main loop is the time between two polls. Printed are the longest turn by the clock and by processor time (which other
programs do not disturb), and how many frames had a turn above the limit (50 ms) by processor time; starting the window does not count.
Exit status 1 if there was one.
"""
import argparse
import glob
import os
import subprocess
import sys
import tempfile

from frames import read

HERE = os.path.dirname(os.path.abspath(__file__))


def run(build, name, limit):
    journey = os.path.join(build, 'tests', 'journeys', name)
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, 'FALLLINE_FRAME_LOG': os.path.join(folder, 'frames-%p.csv'),
                       'FALLLINE_PROGRAM': os.path.join(build, 'app', 'fallline'), 'FALLLINE_SOURCE_ROOT': os.path.join(HERE, '..', '..')}
        done = subprocess.run([os.path.join(HERE, '..', 'journeys', 'in-session.sh'), journey], env=environment, capture_output=True,
                              text=True, check=False)
        logs = [read(path)[1:] for path in glob.glob(os.path.join(folder, '*.csv'))]
    rows = [row for log in logs for row in log]
    if not rows:
        sys.exit(f'{name}: no frames; {done.stderr}')
    over = sorted((row[4] for row in rows if row[4] > limit), reverse=True)
    print(f'{name:24}{len(rows):8}{max(row[3] for row in rows):12.0f}{max(row[4] for row in rows):12.0f}{len(over):8}'
          f'   {"" if done.returncode == 0 else "failed"}', flush=True)
    return not over


def main():
    parser = argparse.ArgumentParser(description='Says how long the window answered nothing in the journeys.')
    parser.add_argument('build')
    parser.add_argument('journey', nargs='*', help='diagnose, say (default: all)')
    parser.add_argument('--limit', type=float, default=50, help='ms of processor time in one turn (default 50)')
    arguments = parser.parse_args()

    build = os.path.abspath(arguments.build)
    found = sorted(path for path in glob.glob(os.path.join(build, 'tests', 'journeys', 'journey-*')) if os.access(path, os.X_OK) and os.path.isfile(path))
    names = [f'journey-{name}' for name in arguments.journey] or [os.path.basename(path) for path in found]
    print(f'load {os.getloadavg()[0]:.1f}\n{"":24}{"frames":>8}{"turn, ms":>12}{"its cpu, ms":>12}{"stalls":>8}')
    kept = [run(build, name, arguments.limit) for name in names]
    return 0 if all(kept) else 1


if __name__ == '__main__':
    sys.exit(main())
