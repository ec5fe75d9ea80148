"""Trains small projects with Fall Line and with PyTorch from the same weights, and compares losses and weights after 100 steps.

    parity.py FALLLINE-BINARY                        the fixed cases; speaks TAP
    parity.py FALLLINE-BINARY --random N [--seed S]  N more, drawn from seeds S, S+1 ...
    parity.py FALLLINE-BINARY --record FOLDER        writes some of the fixed cases down, for replay.py

Everything a catalogue lists must have its PyTorch counterpart in counterparts.py, so a new type without one fails here.
"""
import argparse
import json
import os
import subprocess
import sys

try:
    import torch
except ImportError:
    print("1..0 # SKIP PyTorch (python3-torch) is not installed")
    sys.exit(0)

import draw
from counterparts import ACTIVATIONS, LAYERS, LOSSES, OPTIMIZERS, SCHEDULES, TESTED_ELSEWHERE, Training
from recipe import COLUMNS, compare_history, compare_weights, report, train


def catalogue(binary, name):
    done = subprocess.run([binary, "list", name, "--json"], capture_output=True, text=True, timeout=20, check=True)
    return [entry["id"] for entry in json.loads(done.stdout)]


def check_known(binary):
    known = {"activations": ACTIVATIONS, "losses": LOSSES, "schedules": SCHEDULES, "optimizers": tuple(OPTIMIZERS) + TESTED_ELSEWHERE,
             "layers": tuple(LAYERS) + ("dense", "activation")}
    missing = [entry for name, table in known.items() for entry in catalogue(binary, name) if entry not in table]
    if missing:
        raise AssertionError("no PyTorch counterpart is written down for: " + ", ".join(missing))


def check(binary, recipe):
    training = Training(recipe)
    rows, state = train(binary, recipe, training.start)
    history = training.run()
    compare_history(rows, history)
    compare_weights(state, training.state(), training.start)
    training.load(state)


def self_agreement(recipe):
    """What keeps PyTorch from agreeing with itself, in double precision and from starts that differ in the last digit; or None."""
    single = Training(recipe)
    history = [dict(zip(COLUMNS, row)) for row in single.run()]
    for other in [Training(recipe, torch.float64)] + [Training(recipe, nudge=n) for n in (1, 2, 3)]:
        try:
            compare_history(history, other.run())
            compare_weights(single.state(), other.state(), other.start)
        except AssertionError as problem:
            return str(problem)
    return None


def check_random(binary, recipe):
    """A case in which PyTorch does not agree with itself says nothing about anybody else."""
    try:
        check(binary, recipe)
    except AssertionError as problem:
        own = self_agreement(recipe)
        if own is None:
            raise
        return "says nothing: PyTorch beside itself: %s; Fall Line: %s" % (own, problem)
    return None


def record(binary, recipe, path):
    """What PyTorch makes of a recipe, so that machines without it can hold Fall Line against it."""
    training = Training(recipe)
    history = training.run()
    trace = {"recipe": recipe, "start": training.start, "history": [[None if v != v else v for v in row] for row in history], "end": training.state(),
             "made_by": "PyTorch %s" % torch.__version__}
    rounded = json.loads(json.dumps(trace), parse_float=lambda text: float("%.9g" % float(text)))
    with open(path, "w") as file:
        json.dump(rounded, file, separators=(",", ":"))
        file.write("\n")
    check(binary, recipe)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("binary")
    parser.add_argument("--random", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--record")
    options = parser.parse_args()
    torch.set_num_threads(1)
    activations = [a for a in catalogue(options.binary, "activations") if a in ACTIVATIONS]
    losses = [loss for loss in LOSSES if loss in catalogue(options.binary, "losses")]
    if options.random > 0:
        recipes, work = [draw.random_recipe(options.seed + i, activations, losses) for i in range(options.random)], check_random
    else:
        recipes, work = draw.fixed(activations, losses), check
    if options.record:
        for i in range(0, len(recipes), 7):
            record(options.binary, recipes[i], os.path.join(options.record, "%03d.json" % i))
        return 0
    fine = report(1, "every type of the catalogues is known here", lambda: check_known(options.binary))
    for i, recipe in enumerate(recipes):
        fine = report(i + 2, recipe["name"], lambda recipe=recipe: work(options.binary, recipe)) and fine
    print("1..%d" % (len(recipes) + 1))
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
