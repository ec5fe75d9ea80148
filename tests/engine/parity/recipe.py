"""A recipe: one small project, its data and its starting weights, written down as plain values. Needs Python alone.

Its fields: name, seed, standardize, x, y (rows of numbers; a class index or a value each), classes (0: regression), loss, optimizer,
schedule, layers (as in project files, single "frozen" weights too), l1, l2, clip_norm, batch (0: all), epochs; and, where there
are any, gaps ([row, input]: missing values) and growth (of the batch, as in project files).
"""
import csv
import hashlib
import json
import math
import os
import struct
import subprocess
import tempfile

LOSS_TOLERANCE = 1e-4    # relative
WEIGHT_TOLERANCE = 1e-3  # of max (1, |w|)
# Losses that give two classes a unit each.
UNIT_A_CLASS = ("cross_entropy", "focal", "kl_divergence")
COLUMNS = ("batch_loss", "train_loss", "learning_rate")


def kind(item):
    return item if isinstance(item, str) else item["type"]


def outputs(recipe):
    if recipe["classes"] == 0:
        return 1
    return 1 if recipe["classes"] == 2 and kind(recipe["loss"]) not in UNIT_A_CLASS else recipe["classes"]


def steps_per_epoch(recipe):
    rows = len(recipe["x"])
    return -(-rows // min(recipe["batch"] or rows, rows))


# --- Files -------------------------------------------------------------------------------------------

def write_safetensors(path, state):
    """state: name -> (shape, flat list)."""
    header, data = {}, b""
    for name, (shape, flat) in state.items():
        begin = len(data)
        data += struct.pack("<%df" % len(flat), *flat)
        header[name] = {"dtype": "F32", "shape": shape, "data_offsets": [begin, len(data)]}
    text = json.dumps(header).encode()
    with open(path, "wb") as out:
        out.write(struct.pack("<Q", len(text)) + text + data)


def read_safetensors(path):
    with open(path, "rb") as file:
        raw = file.read()
    (length,) = struct.unpack("<Q", raw[:8])
    header, data, state = json.loads(raw[8:8 + length]), raw[8 + length:], {}
    for name, entry in header.items():
        if name != "__metadata__":
            begin, end = entry["data_offsets"]
            state[name] = (entry["shape"], list(struct.unpack("<%df" % ((end - begin) // 4), data[begin:end])))
    return state, hashlib.sha256(data).hexdigest()


def write_project(recipe, folder):
    regression = recipe["classes"] == 0
    with open(os.path.join(folder, "data.csv"), "w", newline="") as file:
        out = csv.writer(file)
        out.writerow(["in%d" % i for i in range(len(recipe["x"][0]))] + ["target"])
        gaps = {tuple(gap) for gap in recipe.get("gaps", ())}
        for r, (row, y) in enumerate(zip(recipe["x"], recipe["y"])):
            out.writerow(["" if (r, i) in gaps else value for i, value in enumerate(row)] + [y if regression else "k%d" % y])
    training = {"loss": recipe["loss"], "optimizer": recipe["optimizer"], "batch_size": recipe["batch"] or "all", "shuffle": False,
                "regularization": {"l1": recipe["l1"], "l2": recipe["l2"]}, "clip_norm": recipe["clip_norm"],
                "schedule": recipe["schedule"], "batch_growth": recipe.get("growth"), "stop": {"epochs": recipe["epochs"]}}
    project = {"fallline": 1, "name": "parity", "seed": recipe["seed"],
               "data": {"source": {"type": "csv", "path": "data.csv", "target": "target", "missing": "mean"},
                        "task": "regression" if regression else "classification", "standardize": recipe["standardize"],
                        "validation_share": 0, "test_share": 0},
               "network": recipe["layers"], "training": training}
    with open(os.path.join(folder, "p.fallline"), "w") as file:
        json.dump(project, file)


def train(binary, recipe, start):
    """Fall Line's side: the rows of the history, and the weights at the end."""
    with tempfile.TemporaryDirectory() as folder:
        names = {name: os.path.join(folder, name) for name in ("p.fallline", "in.safetensors", "out.safetensors", "h.csv")}
        write_project(recipe, folder)
        write_safetensors(names["in.safetensors"], start)
        words = [binary, "train", names["p.fallline"], "--init-weights", names["in.safetensors"], "--save-weights", names["out.safetensors"],
                 "--history", names["h.csv"], "--quiet", "--json"]
        done = subprocess.run(words, capture_output=True, text=True, timeout=60, check=False)
        if done.returncode != 0:
            raise AssertionError("exit %d: %s" % (done.returncode, done.stderr.strip()))
        with open(names["h.csv"], newline="") as file:
            rows = [{k: float(v) if v != "" else math.nan for k, v in row.items()} for row in csv.DictReader(file)]
        state, digest = read_safetensors(names["out.safetensors"])
    found = json.loads(done.stdout)["weights_sha256"]
    if found != digest:
        raise AssertionError("weights_sha256 is %s, the file's data has %s" % (found, digest))
    return rows, state


# --- Comparing ----------------------------------------------------------------------------------------

def compare_history(rows, history):
    """history: a tuple of COLUMNS an epoch, from epoch 0 on; NaN where there is nothing to say."""
    if len(rows) != len(history):
        raise AssertionError("%d rows of history, expected %d" % (len(rows), len(history)))
    for epoch, (row, values) in enumerate(zip(rows, history)):
        for column, expected in zip(COLUMNS, values):
            if math.isnan(expected):
                continue
            found = row[column]
            if not abs(found - expected) <= LOSS_TOLERANCE * max(abs(expected), 1e-6 if column == "learning_rate" else 1e-3):
                raise AssertionError("epoch %d: %s %.9g, PyTorch %.9g" % (epoch, column, found, expected))


def compare_weights(state, expected, start):
    moved = 0
    if set(state) != set(expected):
        raise AssertionError("tensors %s, PyTorch has %s" % (sorted(state), sorted(expected)))
    for name, (shape, found) in state.items():
        if shape != expected[name][0]:
            raise AssertionError("tensor %s has shape %s, PyTorch's %s" % (name, shape, expected[name][0]))
        for a, b, c in zip(found, expected[name][1], start[name][1]):
            if not abs(a - b) <= WEIGHT_TOLERANCE * max(1, abs(b)):
                raise AssertionError("tensor %s has %.9g, PyTorch %.9g" % (name, a, b))
            moved = max(moved, abs(b - c))
    if moved < 1e-4:
        raise AssertionError("nothing was learned; the comparison says nothing")


def report(number, name, work):
    """One line of TAP. work() raises what is wrong, or returns a word beside the result."""
    try:
        word = work()
    except (AssertionError, subprocess.SubprocessError, OSError, ValueError, KeyError, RuntimeError) as problem:
        print("not ok %d - %s\n# %s" % (number, name, str(problem).replace("\n", "\n# ")), flush=True)
        return False
    print("ok %d - %s%s" % (number, name, " # " + word if word else ""), flush=True)
    return True
