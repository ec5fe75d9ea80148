#!/usr/bin/env python3
"""Counts the subtests in meson's test logs.

    tally.py [--broken N] NAME=testlog.json ...

Prints the output of every test that failed, a line for each log, and closes with 'N passed, N failed' (', N skipped'
where some were). Exit status 0 only if something passed and nothing failed. --broken: builds that failed, each
counted as one failure.
"""
import argparse
import json
import re
import sys

RESULT = re.compile(r'^\s*(ok|not ok)\b(?:\s+\d+)?\s*-?\s*([^#]*?)\s*(#\s*(skip|todo)\b.*)?$', re.IGNORECASE)
TAIL = 120


def subtests(stdout):
    """(name, verdict) of every TAP line; verdict is 'passed', 'failed' or 'skipped'."""
    found = []
    for line in stdout.splitlines():
        match = RESULT.match(line)
        if not match:
            continue
        directive = (match.group(4) or '').lower()
        if directive == 'skip':
            verdict = 'skipped'
        elif match.group(1).lower() == 'ok':
            verdict = 'passed'
        else:
            verdict = 'failed'
        found.append((match.group(2), verdict))
    return found


def tell(build, test, failed):
    """Prints what a failing test said."""
    print(f'\n--- {build}: {test["name"]} ({test["result"].lower()}, status {test.get("returncode")})')
    for name in failed:
        print(f'failed: {name}')
    for stream in ('stdout', 'stderr'):
        lines = (test.get(stream) or '').rstrip().splitlines()
        if len(lines) > TAIL:
            print(f'... {len(lines) - TAIL} lines of {stream} left out')
        for line in lines[-TAIL:]:
            print('  ' + line)


def count(build, path):
    """Totals of one log."""
    totals = {'passed': 0, 'failed': 0, 'skipped': 0}
    seconds = 0.0
    with open(path, encoding='utf-8', errors='replace') as log:
        for line in log:
            test = json.loads(line)
            seconds += test.get('duration') or 0.0
            results = subtests(test.get('stdout') or '')
            for _, verdict in results:
                totals[verdict] += 1
            failed = [name for name, verdict in results if verdict == 'failed']
            if not failed and test['result'] not in ('OK', 'SKIP', 'EXPECTEDFAIL'):
                # It crashed, hung or said less than it had planned.
                totals['failed'] += 1
                failed = ['(ended early)']
            elif not results:
                totals['skipped' if test['result'] == 'SKIP' else 'passed'] += 1
            if failed:
                tell(build, test, failed)
    return totals, seconds


def main():
    parser = argparse.ArgumentParser(description='Counts the subtests in meson\'s test logs.')
    parser.add_argument('--broken', type=int, default=0, help='builds that failed')
    parser.add_argument('logs', nargs='*', metavar='NAME=LOG')
    arguments = parser.parse_args()

    totals = {'passed': 0, 'failed': arguments.broken, 'skipped': 0}
    summary = []
    for log in arguments.logs:
        build, path = log.split('=', 1)
        found, seconds = count(build, path)
        for verdict, n in found.items():
            totals[verdict] += n
        summary.append(f'{build}: {found["passed"]} passed, {found["failed"]} failed, {found["skipped"]} skipped,'
                       f' {seconds:.0f} s of tests')
    print()
    for line in summary:
        print(line)
    closing = f'{totals["passed"]} passed, {totals["failed"]} failed'
    if totals['skipped']:
        closing += f', {totals["skipped"]} skipped'
    print(closing)
    return 0 if totals['passed'] and not totals['failed'] else 1


if __name__ == '__main__':
    sys.exit(main())
