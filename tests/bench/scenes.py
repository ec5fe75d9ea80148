#!/usr/bin/env python3
"""Says how smooth the window is where it is hard: dragging the timeline of a long run, and eight runs racing.

    tests/journeys/in-session.sh tests/bench/scenes.py BUILD_DIRECTORY [timeline] [lanes] [--steps N] [--lanes N] [--seconds S] [--rounds N]

`timeline` trains the default network for --steps steps (100,000) at full speed, then the real pointer drags the timeline to and fro for
--seconds (20); aim: 33 ms between frames at 99 %. `lanes` races --lanes runs (8) of it at full speed in the Compare view; aim: 60 frames
a second, 16.7 ms between frames in the median. Milliseconds; `cpu` is the processor time of the longest turn of the main loop in
each frame, which other programs do not disturb. Exit status 1 if an aim was not kept.
"""
import argparse
import json
import os
import subprocess
import sys
import tempfile

from frames import measure, read

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.join(HERE, '..', '..')
STEPS_AN_EPOCH = 24  # 375 rows in batches of 16
AIMS = {'timeline': ('99%', 33.4), 'lanes': ('median', 17.5)}  # between frames, ms


def write_project(path, steps):
    with open(os.path.join(ROOT, 'data', 'samples', 'spirals.fallline'), encoding='utf-8') as file:
        project = json.load(file)
    project['training']['stop'] = {'epochs': -(-steps // STEPS_AN_EPOCH), 'loss_below': None, 'patience': None}
    with open(path, 'w', encoding='utf-8') as file:
        json.dump(project, file)


def play(build, scene, size, seconds):
    with tempfile.TemporaryDirectory() as folder:
        project, log = os.path.join(folder, 'scene.fallline'), os.path.join(folder, 'frames.csv')
        write_project(project, size if scene == 'timeline' else 10**9)
        environment = {**os.environ, 'BENCH_PROJECT': project, 'FALLLINE_FRAME_LOG': log, 'FALLLINE_SOURCE_ROOT': ROOT,
                       'FALLLINE_PROGRAM': os.path.join(build, 'app', 'fallline')}
        done = subprocess.run([os.path.join(build, 'tests', 'bench', 'bench-hands'), scene, str(size), str(seconds)], env=environment,
                              capture_output=True, text=True, check=False)
        if done.returncode != 0:
            sys.exit(f'{scene}: {done.stderr}')
        start, end = (float(word) / 1000 for word in done.stdout.split()[-2:])
        return [row for row in read(log) if start < row[0] < end]


def main():
    parser = argparse.ArgumentParser(description='Says how smooth the window is where it is hard.')
    parser.add_argument('build')
    parser.add_argument('scene', nargs='*', help='timeline, lanes (default: both)')
    parser.add_argument('--steps', type=int, default=100000)
    parser.add_argument('--lanes', type=int, default=8)
    parser.add_argument('--seconds', type=float, default=20)
    parser.add_argument('--rounds', type=int, default=1)
    arguments = parser.parse_args()

    scenes = arguments.scene or [*AIMS]
    if not set(scenes) <= set(AIMS):
        parser.error(f'a scene is one of: {", ".join(AIMS)}')
    sizes = {'timeline': arguments.steps, 'lanes': arguments.lanes}
    kept = True
    print(f'{"":10}{"load":>6}{"frames/s":>10}{"between":>9}{"95 %":>7}{"99 %":>7}{"busy":>7}{"99 %":>7}{"cpu":>7}{"99 %":>7}{"max":>7}')
    for scene in scenes * arguments.rounds:
        load = os.getloadavg()[0]
        found = measure(play(os.path.abspath(arguments.build), scene, sizes[scene], arguments.seconds), 33, 1000)
        between, busy, turn = found['interval_ms'], found['busy_ms'], found['turn_cpu_ms']
        share, aim = AIMS[scene]
        kept &= between[share] <= aim
        print(f'{scene:10}{load:6.1f}{found["frames_per_second"]:10.1f}{between["median"]:9.1f}{between["95%"]:7.1f}{between["99%"]:7.1f}'
              f'{busy["median"]:7.1f}{busy["99%"]:7.1f}{turn["median"]:7.1f}{turn["99%"]:7.1f}{turn["max"]:7.1f}'
              f'{"" if between[share] <= aim else f"   aim: {aim:g} ({share})"}', flush=True)
    return 0 if kept else 1


if __name__ == '__main__':
    sys.exit(main())
