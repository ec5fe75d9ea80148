"""Holds Fall Line against what PyTorch once made of some of parity.py's cases: for machines without PyTorch. Needs Python alone.

    replay.py FALLLINE-BINARY FOLDER     FOLDER holds the traces, written by parity.py --record

Speaks TAP.
"""
import json
import math
import os
import sys

from recipe import compare_history, compare_weights, report, train


def check(binary, path):
    with open(path) as file:
        trace = json.load(file)
    start, end = ({name: (shape, flat) for name, (shape, flat) in trace[key].items()} for key in ("start", "end"))
    rows, state = train(binary, trace["recipe"], start)
    compare_history(rows, [[math.nan if v is None else v for v in row] for row in trace["history"]])
    compare_weights(state, end, start)


def main():
    if len(sys.argv) != 3:
        sys.exit("usage: replay.py FALLLINE-BINARY FOLDER")
    names = sorted(name for name in os.listdir(sys.argv[2]) if name.endswith(".json"))
    fine = len(names) > 0
    for i, name in enumerate(names):
        path = os.path.join(sys.argv[2], name)
        with open(path) as file:
            title = json.load(file)["recipe"]["name"]
        fine = report(i + 1, title, lambda path=path: check(sys.argv[1], path)) and fine
    print("1..%d" % len(names))
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
