#!/usr/bin/env python3
"""Starts the window again and again and says how long it takes until a person can use it.

    tests/journeys/in-session.sh tests/bench/startup.py build/app/fallline [ARGUMENT...] [--runs N] [--json]

One start is thrown away: the others find files and caches warm. Two moments are taken, from the launch on:
  first frame   the window's first picture is painted
  usable        painted, and from here on no turn of the main loop is busy for more than 50 ms
`waited` is the time in which the main thread could have run, but other programs had the processors; `alone` is usable less that:
what the program itself took. `main thread` and `processor` are the processor time of the main thread and of all threads up to the
first frame, which other programs hardly disturb. Needs Linux (/proc).
"""
import argparse
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time

STALL = 50e3  # us
SETTLE = 1.0  # s after the first frame, in which late work would show


def rows(path):
    """Whole rows of a frame log, in us."""
    try:
        with open(path, encoding='utf-8') as file:
            lines = file.read().split('\n')[1:-1]
    except FileNotFoundError:
        return []
    return [tuple(float(cell) for cell in line.split(',')) for line in lines]


def main_thread(pid):
    """Seconds the main thread spent running, and runnable, but not running."""
    with open(f'/proc/{pid}/schedstat', encoding='ascii') as file:
        return [int(cell) / 1e9 for cell in file.read().split()[:2]]


def processor(pid):
    """Seconds of processor time of all threads: the process's own clock."""
    return time.clock_gettime((~pid << 3) | 2)


def start(command, folder):
    log = os.path.join(folder, 'frames.csv')
    if os.path.exists(log):
        os.remove(log)
    begin = time.clock_gettime(time.CLOCK_MONOTONIC)
    # pylint: disable-next=consider-using-with
    program = subprocess.Popen(command, env={**os.environ, 'FALLLINE_FRAME_LOG': log})
    try:
        while not rows(log):
            if program.poll() is not None or time.monotonic() - begin > 30:
                sys.exit(f'{command[0]} showed no window within 30 s')
            time.sleep(.002)
        (own, delay), work = main_thread(program.pid), processor(program.pid)
        time.sleep(SETTLE)
        found = rows(log)
    finally:
        program.send_signal(signal.SIGTERM)
        program.wait()
    usable = found[0][0]
    for row in found[1:]:
        if row[3] > STALL:
            usable = row[0]
    first, usable = (1000 * (at / 1e6 - begin) for at in (found[0][0], usable))
    return {'first frame': first, 'usable': usable, 'waited': 1000 * delay, 'alone': usable - 1000 * delay, 'main thread': 1000 * own,
            'processor': 1000 * work}


def main():
    parser = argparse.ArgumentParser(description='Says how long the window takes to start.')
    parser.add_argument('program')
    parser.add_argument('argument', nargs='*')
    parser.add_argument('--runs', type=int, default=10)
    parser.add_argument('--json', action='store_true')
    arguments = parser.parse_args()

    with tempfile.TemporaryDirectory() as folder:
        runs = [start([arguments.program, *arguments.argument], folder) for _ in range(arguments.runs + 1)][1:]
    if arguments.json:
        print(json.dumps(runs, indent=2))
        return
    print(f'{len(runs)} starts, ms; load {os.getloadavg()[0]:.1f}')
    print(f'{"":12}{"best":>9}{"median":>9}{"worst":>9}')
    for key in runs[0]:
        values = [run[key] for run in runs]
        print(f'{key:12}{min(values):9.0f}{statistics.median(values):9.0f}{max(values):9.0f}')


if __name__ == '__main__':
    main()
