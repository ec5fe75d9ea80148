#!/usr/bin/env python3
"""Reads a frame log and says how smooth it was.

    FALLLINE_FRAME_LOG=frames.csv ./app/run.sh      use the window, then close it
    frames.py frames.csv [--late MS] [--max-busy MS] [--max-late-share PERCENT] [--idle MS] [--json]

One row a frame: time_us,interval_us,main_loop_busy_us,longest_turn_us,longest_turn_cpu_us. The window draws only while something moves, so an interval longer
than --idle (1000 ms) in which the main loop was hardly busy is a rest, not a late frame; a long interval with a busy main
loop is a freeze and counts. With a limit given, exit status 1 says that it was not kept.
"""
import argparse
import csv
import json
import sys

COLUMNS = ['time_us', 'interval_us', 'main_loop_busy_us', 'longest_turn_us', 'longest_turn_cpu_us']


def read(path):
    """Rows of (time, interval, busy, longest turn, its processor time) in milliseconds."""
    with open(path, newline='', encoding='utf-8') as file:
        reader = csv.reader(file)
        header = next(reader, None)
        if header != COLUMNS:
            sys.exit(f'{path}:1: expected the columns {",".join(COLUMNS)}, found {header}')
        rows = []
        for row in reader:
            try:
                values = tuple(float(cell) / 1000 for cell in row)
                if len(values) != len(COLUMNS):
                    raise ValueError
            except ValueError:
                # A program that was killed leaves half a line at the end, and nowhere else.
                if reader.line_num > len(rows) + 2 or next(reader, None) is not None:
                    sys.exit(f'{path}:{reader.line_num}: expected {len(COLUMNS)} numbers, found {row}')
                break
            rows.append(values)
    return rows


def at(values, share):
    """The value below which `share` of the sorted values lie."""
    return values[min(len(values) - 1, int(share * len(values)))]


def measure(rows, late, idle):
    frames = [row for row in rows[1:] if not (row[1] > idle and row[2] < row[1] / 2)]
    if not frames:
        sys.exit('The log holds no two frames in a row: let the window train for a few seconds.')
    intervals = sorted(row[1] for row in frames)
    busy = sorted(row[2] for row in frames)
    turns = sorted(row[4] for row in frames)
    total = sum(intervals)
    return {
        'frames': len(frames),
        'seconds': total / 1000,
        'frames_per_second': 1000 * len(frames) / total if total > 0 else 0,
        'rests': len(rows) - 1 - len(frames),
        'interval_ms': {'median': at(intervals, .5), '95%': at(intervals, .95), '99%': at(intervals, .99), 'max': intervals[-1]},
        'busy_ms': {'median': at(busy, .5), '95%': at(busy, .95), '99%': at(busy, .99), 'max': busy[-1]},
        'turn_cpu_ms': {'median': at(turns, .5), '95%': at(turns, .95), '99%': at(turns, .99), 'max': turns[-1]},
        'late_percent': 100 * sum(value > late for value in intervals) / len(intervals),
    }


def main():
    parser = argparse.ArgumentParser(description='Says how smooth a frame log was.')
    parser.add_argument('log')
    parser.add_argument('--late', type=float, default=25, help='a frame is late after so many ms (default 25)')
    parser.add_argument('--idle', type=float, default=1000, help='longer intervals without work are rests (default 1000 ms)')
    parser.add_argument('--max-busy', type=float, help='the longest time the main loop may be busy at 99 %% of the frames, ms')
    parser.add_argument('--max-late-share', type=float, help='how many %% of the frames may be late')
    parser.add_argument('--json', action='store_true')
    arguments = parser.parse_args()

    found = measure(read(arguments.log), arguments.late, arguments.idle)
    if arguments.json:
        print(json.dumps(found, indent=2))
    else:
        print(f'{found["frames"]} frames in {found["seconds"]:.1f} s: {found["frames_per_second"]:.1f} a second,'
              f' {found["late_percent"]:.1f} % later than {arguments.late:g} ms, {found["rests"]} rests')
        for key, title in (('interval_ms', 'between frames'), ('busy_ms', 'main loop busy'), ('turn_cpu_ms', 'longest turn')):
            print(f'{title:15}' + ''.join(f'  {name} {value:7.2f} ms' for name, value in found[key].items()))
    kept = True
    if arguments.max_busy is not None and found['busy_ms']['99%'] > arguments.max_busy:
        print(f'The main loop was busy for {found["busy_ms"]["99%"]:.2f} ms at 99 % of the frames; the limit is {arguments.max_busy:g} ms.')
        kept = False
    if arguments.max_late_share is not None and found['late_percent'] > arguments.max_late_share:
        print(f'{found["late_percent"]:.1f} % of the frames were late; the limit is {arguments.max_late_share:g} %.')
        kept = False
    return 0 if kept else 1


if __name__ == '__main__':
    sys.exit(main())
