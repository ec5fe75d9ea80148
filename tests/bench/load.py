#!/usr/bin/env python3
"""Trains 6 layers of 8 neurons at full speed with the window open, every neuron's map on show, and says how smooth the window was and
what it cost the training.

    tests/journeys/in-session.sh tests/bench/load.py BUILD_DIRECTORY [--steps N] [--rounds N]

Each round trains the same project in the terminal and then in the window, to the same step. Frames count from two thirds of the steps
on (of 1.5 million: with more than a million points in the loss chart). `kept` is the window's rate as a share of the terminal's. The
window's training gives way to other programs, the terminal's does not: on a busy machine the two rates cannot be compared, and the
processor time a step takes says more (`us a step`, of the threads that train). `beside` is what all other threads of the window took of
one processor. Needs gdbus and Linux (/proc).
"""
import argparse
import json
import os
import resource
import signal
import statistics
import subprocess
import sys
import tempfile
import time

from frames import measure, read

HERE = os.path.dirname(os.path.abspath(__file__))
STEPS_AN_EPOCH = 24  # 375 rows in batches of 16
BUS = ['gdbus', 'call', '--session', '--dest', 'org.fallline.Workbench', '--object-path', '/org/fallline/Workbench/window/1', '--method']


def write_project(path, steps):
    with open(os.path.join(HERE, '..', '..', 'data', 'samples', 'spirals.fallline'), encoding='utf-8') as file:
        project = json.load(file)
    hidden, output = project['network'][0], project['network'][-1]
    project['network'] = [dict(hidden, units=8) for _ in range(6)] + [output]
    project['training']['stop'] = {'epochs': steps // STEPS_AN_EPOCH, 'loss_below': None, 'patience': None}
    with open(path, 'w', encoding='utf-8') as file:
        json.dump(project, file)


def call(method, *arguments):
    return subprocess.run([*BUS, f'org.gtk.Actions.{method}', *arguments], capture_output=True, text=True, check=False).stdout


def wait(condition, what, limit=300):
    end = time.monotonic() + limit
    while not condition():
        if time.monotonic() > end:
            sys.exit(f'waited {limit} s for {what}')
        time.sleep(.05)


def processor(pid):
    """Seconds of processor time: of the threads that train, and of all others."""
    training = other = 0
    for task in os.listdir(f'/proc/{pid}/task'):
        try:
            with open(f'/proc/{pid}/task/{task}/comm', encoding='utf-8') as file:
                name = file.read()
            with open(f'/proc/{pid}/task/{task}/schedstat', encoding='ascii') as file:
                seconds = int(file.read().split()[0]) / 1e9
        except FileNotFoundError:
            continue
        if name.startswith('trainer'):
            training += seconds
        else:
            other += seconds
    return training, other


def in_terminal(program, project):
    begin = time.monotonic()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([program, 'train', project, '--quiet'], check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.monotonic() - begin, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def in_window(program, project, log):
    # pylint: disable-next=consider-using-with
    window = subprocess.Popen([program, project], env={**os.environ, 'FALLLINE_FRAME_LOG': log})
    try:
        wait(lambda: 'train' in call('List'), 'the window')
        time.sleep(1)
        training, other = processor(window.pid)
        call('Activate', 'speed', "[<'0'>]", '{}')
        call('Activate', 'train', '[]', '{}')
        begin = time.monotonic()
        wait(lambda: '<true>' in call('Describe', 'train'), 'the training to start', 10)
        wait(lambda: '<false>' in call('Describe', 'train'), 'the training to end')
        end = time.monotonic()
        training, other = (after - before for before, after in zip((training, other), processor(window.pid)))
    finally:
        window.send_signal(signal.SIGTERM)
        window.wait()
    rows = [row for row in read(log) if 1000 * (begin + (end - begin) * 2 / 3) < row[0] < 1000 * end]
    return end - begin, training, other / (end - begin), measure(rows, 33, 1000)


def main():
    parser = argparse.ArgumentParser(description='Says how smooth the window is while it trains at full speed, and what it costs.')
    parser.add_argument('build')
    parser.add_argument('--steps', type=int, default=1500000)
    parser.add_argument('--rounds', type=int, default=3)
    arguments = parser.parse_args()

    program = os.path.join(os.path.abspath(arguments.build), 'app', 'fallline')
    shares = []
    print(f'{"load":>6}{"terminal":>12}{"window":>12}{"kept":>8}{"us a step":>14}{"beside":>8}{"frames/s":>10}{"between, ms":>13}{"99 %":>8}{"turn, ms cpu":>14}{"99 %":>8}{"max":>8}')
    with tempfile.TemporaryDirectory() as folder:
        project, log = os.path.join(folder, 'load.fallline'), os.path.join(folder, 'frames.csv')
        write_project(project, arguments.steps)
        for _ in range(arguments.rounds):
            load = os.getloadavg()[0]
            alone, work = in_terminal(program, project)
            shown, training, beside, found = in_window(program, project, log)
            shares.append(alone / shown)
            between, turn = found['interval_ms'], found['turn_cpu_ms']
            print(f'{load:6.1f}{arguments.steps / alone:10.0f}/s{arguments.steps / shown:10.0f}/s{100 * shares[-1]:6.0f} %'
                  f'{1e6 * work / arguments.steps:7.1f}{1e6 * training / arguments.steps:7.1f}{100 * beside:6.0f} %'
                  f'{found["frames_per_second"]:10.1f}{between["median"]:13.1f}{between["99%"]:8.1f}'
                  f'{turn["median"]:14.1f}{turn["99%"]:8.1f}{turn["max"]:8.1f}', flush=True)
    print(f'kept in the median: {100 * statistics.median(shares):.0f} %')


if __name__ == '__main__':
    main()
