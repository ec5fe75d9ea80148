"""Trains small projects, and compares what `evaluate` says of them with scikit-learn's numbers over the rows that `predict` gives.

    metrics.py FALLLINE-BINARY

Speaks TAP.
"""
import csv
import json
import math
import os
import random
import subprocess
import sys
import tempfile
import warnings

try:
    import numpy as np
    from sklearn import metrics as sk
    from sklearn.model_selection import StratifiedKFold
except ImportError:
    print("1..0 # SKIP scikit-learn (python3-sklearn) is not installed")
    sys.exit(0)

warnings.filterwarnings("ignore")
FALLLINE = os.path.abspath(sys.argv[1])
# Two classes, three, five of which one is rare; with and without probabilities.
CLASSES = [(2, "binary_cross_entropy"), (2, "cross_entropy"), (2, "hinge"), (2, "mse"), (3, "cross_entropy"), (5, "cross_entropy"), (4, "mse")]
failures = 0
number = 0


def report(name, problems):
    global failures, number
    number += 1
    failures += bool(problems)
    for problem in problems[:5]:
        print("#", problem)
    print("not ok" if problems else "ok", number, name)


def run(*arguments):
    result = subprocess.run([FALLLINE, *arguments], capture_output=True, text=True, check=False)
    if result.returncode != 0:
        raise SystemExit(f"Bail out! {arguments}: {result.stderr}")
    return result.stdout


def write_table(path, draw, rows, n_classes):
    with open(path, "w", encoding="utf-8", newline="") as f:
        table = csv.writer(f)
        table.writerow(["a", "b", "target"])
        for _ in range(rows):
            # on a coarse grid, so that rows repeat and scores tie
            a, b = round(draw.gauss(0, 1), 0), round(draw.gauss(0, 1), 0)
            value = a * b + math.sin(a) + 0.6 * draw.gauss(0, 1)
            if n_classes:
                table.writerow([a, b, "k%d" % min(n_classes - 1, max(0, int(value + n_classes / 2)))])
            else:
                table.writerow([a, b, repr(value)])


def project(folder, loss, task):
    path = os.path.join(folder, "p.fallline")
    with open(path, "w", encoding="utf-8") as f:
        json.dump({"fallline": 1, "seed": 3,
                   "data": {"source": {"type": "csv", "path": "t.csv", "target": "target"}, "task": task, "validation_share": 0},
                   "network": [{"type": "dense", "units": 4, "activation": "tanh"}, {"type": "dense", "units": "auto"}],
                   "training": {"loss": loss, "optimizer": {"type": "adam", "learning_rate": 0.03}, "batch_size": 16, "stop": {"epochs": 8}}}, f)
    return path


def evaluate(folder, path):
    weights, out = os.path.join(folder, "w.safetensors"), os.path.join(folder, "y.csv")
    run("train", path, "--quiet", "--save-weights", weights)
    run("predict", path, "--weights", weights, "--input", os.path.join(folder, "t.csv"), "--output", out)
    with open(os.path.join(folder, "t.csv"), encoding="utf-8") as f:
        truth = [row["target"] for row in csv.DictReader(f)]
    with open(out, encoding="utf-8") as f:
        predicted = list(csv.DictReader(f))
    return json.loads(run("evaluate", path, "--weights", weights, "--json"))["train"], truth, predicted


def compare(problems, name, found, expected, tolerance=1e-9):
    if found is None:
        found = float("nan")
    same = math.isnan(expected) and math.isnan(found) or abs(found - expected) <= tolerance
    if not same:
        problems.append(f"{name}: found {found!r}, scikit-learn says {expected!r}")


def compare_class(problems, it, scores, positive):
    if positive.all() or not positive.any():
        compare(problems, "auc", it["auc"], float("nan"))
        return
    compare(problems, f"auc of {it['name']}", it["auc"], sk.roc_auc_score(positive, scores))
    fpr, tpr, _ = sk.roc_curve(positive, scores)
    for key, expected in (("false_positive_rate", fpr), ("true_positive_rate", tpr)):
        if len(it["roc"][key]) != len(expected) or not np.allclose(it["roc"][key], expected, atol=1e-12):
            problems.append(f"{key} of {it['name']}: {it['roc'][key]} instead of {expected.tolist()}")


def classification(folder, draw, n_classes, loss):
    problems = []
    write_table(os.path.join(folder, "t.csv"), draw, 160, n_classes)
    found, truth, rows = evaluate(folder, project(folder, loss, "classification"))
    names = [it["name"] for it in found["classes"]]
    predicted = [row["prediction"] for row in rows]
    scores = np.array([[float(row[name]) for name in names] for row in rows])
    # `predict` cuts a score beyond its two encodings off at 0 and 1, which ties rows that are apart
    ranked = n_classes > 2 or loss.endswith("cross_entropy")
    if found["confusion"] != sk.confusion_matrix(truth, predicted, labels=names).tolist():
        problems.append(f"confusion: {found['confusion']}")
    compare(problems, "accuracy", found["accuracy"], sk.accuracy_score(truth, predicted))
    each = sk.precision_recall_fscore_support(truth, predicted, labels=names, zero_division=0)
    for i, it in enumerate(found["classes"]):
        for key, values in zip(("precision", "recall", "f1", "support"), each):
            compare(problems, f"{key} of {it['name']}", it[key] or 0, float(values[i]))
        if ranked:
            compare_class(problems, it, scores[:, i], np.array(truth) == it["name"])
    for average in ("macro", "weighted"):
        expected = sk.precision_recall_fscore_support(truth, predicted, average=average, zero_division=0)
        for key, value in zip(("precision", "recall", "f1"), expected):
            compare(problems, f"{average} {key}", found[average][key], value)
    if len(names) > 2 and set(truth) == set(names) and loss == "cross_entropy":
        whole = scores / scores.sum(axis=1, keepdims=True)
        for average in ("macro", "weighted"):
            compare(problems, f"{average} auc", found[average]["auc"], sk.roc_auc_score(truth, whole, multi_class="ovr", average=average, labels=names), 1e-6)
    report(f"classification: {n_classes} classes, {loss}", problems)


def regression(folder, draw):
    problems = []
    write_table(os.path.join(folder, "t.csv"), draw, 160, 0)
    found, truth, rows = evaluate(folder, project(folder, "mse", "regression"))
    truth = np.array([float(np.float32(value)) for value in truth])
    predicted = np.array([float(np.float32(row["prediction"])) for row in rows])
    compare(problems, "r2", found["r2"], sk.r2_score(truth, predicted))
    compare(problems, "mae", found["mae"], sk.mean_absolute_error(truth, predicted))
    compare(problems, "rmse", found["rmse"], math.sqrt(sk.mean_squared_error(truth, predicted)))
    report("regression", problems)


def folds(folder, draw):
    """Sizes and class counts of the folds are those of StratifiedKFold, which deals by another draw."""
    problems = []
    write_table(os.path.join(folder, "t.csv"), draw, 163, 3)
    path = project(folder, "cross_entropy", "classification")
    with open(os.path.join(folder, "t.csv"), encoding="utf-8") as f:
        truth = [row["target"] for row in csv.DictReader(f)]
    found = json.loads(run("validate", path, "--folds", "5", "--json"))
    sizes = sorted(fold["validation_rows"] for fold in found["results"])
    expected = sorted(len(part) for _, part in StratifiedKFold(5).split(truth, truth))
    if sizes != expected:
        problems.append(f"folds of {sizes} rows, scikit-learn has {expected}")
    losses = [fold["validation_loss"] for fold in found["results"]]
    compare(problems, "mean", found["validation_loss"]["mean"], float(np.mean(losses)))
    compare(problems, "deviation", found["validation_loss"]["deviation"], float(np.std(losses)))
    report("folds", problems)


def main():
    draw = random.Random(20240607)
    print(f"1..{len(CLASSES) + 2}")
    with tempfile.TemporaryDirectory() as folder:
        for n_classes, loss in CLASSES:
            classification(folder, draw, n_classes, loss)
        regression(folder, draw)
        folds(folder, draw)
    sys.exit(failures > 0)


main()
