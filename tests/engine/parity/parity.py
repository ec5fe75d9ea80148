"""Trains random small projects with Fall Line and with PyTorch from the same weights, and compares losses and weights.

    parity.py FALLLINE-BINARY

Speaks TAP. Everything a catalogue lists must have its PyTorch counterpart below, so a new type without one fails here.
"""
import csv
import hashlib
import json
import math
import os
import random
import struct
import subprocess
import sys
import tempfile

try:
    import torch
except ImportError:
    print("1..0 # SKIP PyTorch (python3-torch) is not installed")
    sys.exit(0)

nn = torch.nn
LOSS_TOLERANCE = 1e-4    # relative
WEIGHT_TOLERANCE = 1e-3  # of max (1, |w|)

ACTIVATIONS = {
    "linear": nn.Identity, "relu": nn.ReLU, "leaky_relu": nn.LeakyReLU, "elu": nn.ELU, "gelu": nn.GELU, "silu": nn.SiLU,
    "sigmoid": nn.Sigmoid, "tanh": nn.Tanh, "softplus": nn.Softplus,
}
EXTRA_ACTIVATIONS = {  # welcome, once the catalogue has them
    "selu": nn.SELU, "softsign": nn.Softsign, "mish": nn.Mish, "hard_tanh": nn.Hardtanh, "relu6": nn.ReLU6,
}


LAYERS = {
    "batch_norm": lambda layer, width: nn.BatchNorm1d(width, eps=layer.get("epsilon", 1e-5), momentum=layer.get("momentum", 0.1)),
    "layer_norm": lambda layer, width: nn.LayerNorm(width, eps=layer.get("epsilon", 1e-5)),
    "softmax": lambda layer, width: nn.Softmax(dim=1),
    "dropout": lambda layer, width: nn.Dropout(layer["rate"]),  # other rates draw other numbers: tested by the engine itself
}


def hinge(y, t):
    return torch.clamp(1 - t * y, min=0).mean()


def focal(y, t):
    log_p = nn.functional.log_softmax(y, 1).gather(1, t[:, None])
    return (-(1 - log_p.exp()) ** 2 * log_p).mean()


LOSSES = {
    "mse": nn.functional.mse_loss, "mae": nn.functional.l1_loss, "huber": nn.functional.huber_loss,
    "binary_cross_entropy": nn.functional.binary_cross_entropy_with_logits, "cross_entropy": nn.functional.cross_entropy,
    "hinge": hinge,
    "log_cosh": lambda y, t: torch.log(torch.cosh(y - t)).mean(),
    "focal": focal,
    "kl_divergence": lambda y, t: nn.functional.kl_div(nn.functional.log_softmax(y, 1), t, reduction="batchmean"),
}
CLASS_INDEX = ("cross_entropy", "focal")
UNIT_A_CLASS = CLASS_INDEX + ("kl_divergence",)
# test-optimizers.c has these: a line search is free to stop anywhere between its conditions, and the closed form is no descent.
TESTED_ELSEWHERE = ("lbfgs", "closed_form")
REGRESSION = ("mse", "mae", "huber", "log_cosh")

OPTIMIZERS = [
    {"type": "sgd", "learning_rate": 0.1},
    {"type": "sgd", "learning_rate": 0.05, "momentum": 0.9},
    {"type": "sgd", "learning_rate": 0.05, "momentum": 0.8, "nesterov": True},
    {"type": "adagrad", "learning_rate": 0.05},
    {"type": "rmsprop", "learning_rate": 0.01},
    {"type": "rmsprop", "learning_rate": 0.005, "momentum": 0.5, "alpha": 0.9},
    {"type": "adam", "learning_rate": 0.01},
    {"type": "adam", "learning_rate": 0.02, "beta1": 0.8, "beta2": 0.95, "epsilon": 1e-3},
    {"type": "adamw", "learning_rate": 0.01},
    {"type": "adamw", "learning_rate": 0.01, "weight_decay": 0.5},
    {"type": "amsgrad", "learning_rate": 0.01},
    {"type": "adamax", "learning_rate": 0.01},
    {"type": "radam", "learning_rate": 0.01},
    {"type": "adadelta", "learning_rate": 1, "epsilon": 1e-3},
    {"type": "rprop", "learning_rate": 0.01},
    {"type": "lion", "learning_rate": 0.001, "weight_decay": 0.1},
    {"type": "nadam", "learning_rate": 0.01},
]


class Lion(torch.optim.Optimizer):
    """Chen et al. 2023, algorithm 2; PyTorch has none."""

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for p in group["params"]:
                m = self.state[p].setdefault("m", torch.zeros_like(p))
                p.sub_(group["lr"] * ((0.9 * m + 0.1 * p.grad).sign() + group["weight_decay"] * p))
                m.mul_(0.99).add_(p.grad, alpha=0.01)


SCHEDULES = [
    {"type": "constant"},
    {"type": "constant", "warmup": 2},
    {"type": "step", "every": 2, "factor": 0.3},
    {"type": "exponential", "factor": 0.7},
    {"type": "inverse_time", "decay": 0.5},
    {"type": "polynomial", "epochs": 6, "power": 2},
    {"type": "cosine", "epochs": 8, "minimum": 0.001},
    {"type": "cosine", "epochs": 2, "restarts": True, "stretch": 2},
    {"type": "one_cycle", "epochs": 8, "rise": 0.4, "divisor": 10},
    {"type": "reduce_on_plateau", "factor": 0.5, "patience": 1},
]


class Scheduler:
    """PyTorch's scheduler of a project's schedule: by_step after each batch, by_epoch after each epoch."""

    def __init__(self, s, optimizer, steps_per_epoch):
        lr, kind = torch.optim.lr_scheduler, s["type"]
        self.on_step = self.on_epoch = self.on_loss = None
        if kind == "constant":
            steps = s.get("warmup", 0) * steps_per_epoch
            self.on_step = lr.LambdaLR(optimizer, lambda step: min(1, (step + 1) / steps) if steps else 1)
        elif kind == "step":
            self.on_epoch = lr.StepLR(optimizer, s["every"], s["factor"])
        elif kind == "exponential":
            self.on_epoch = lr.ExponentialLR(optimizer, s["factor"])
        elif kind == "inverse_time":
            self.on_epoch = lr.LambdaLR(optimizer, lambda epoch: 1 / (1 + s["decay"] * epoch))
        elif kind == "polynomial":
            self.on_epoch = lr.LambdaLR(optimizer, lambda epoch: max(0, 1 - epoch / s["epochs"]) ** s["power"])
        elif kind == "cosine" and s.get("restarts"):
            self.on_epoch = lr.CosineAnnealingWarmRestarts(optimizer, s["epochs"], s["stretch"])
        elif kind == "cosine":
            self.on_epoch = lr.CosineAnnealingLR(optimizer, s["epochs"], s["minimum"])
        elif kind == "one_cycle":
            self.on_step = lr.OneCycleLR(optimizer, optimizer.param_groups[0]["lr"], total_steps=s["epochs"] * steps_per_epoch,
                                         pct_start=s["rise"], div_factor=s["divisor"], cycle_momentum=False)
            self.left = s["epochs"] * steps_per_epoch - 1  # PyTorch refuses one step too many
        else:
            self.on_loss = lr.ReduceLROnPlateau(optimizer, factor=s["factor"], patience=s["patience"])

    def by_step(self):
        if hasattr(self, "left"):
            self.left -= 1
        if self.on_step and getattr(self, "left", 0) >= 0:
            self.on_step.step()

    def by_epoch(self, loss):
        if self.on_epoch:
            self.on_epoch.step()
        if self.on_loss:
            self.on_loss.step(loss)


def torch_optimizer(o, parameters):
    rate, kind = o["learning_rate"], o["type"]
    betas = (o.get("beta1", 0.9), o.get("beta2", 0.999))
    if kind == "sgd":
        return torch.optim.SGD(parameters, rate, momentum=o.get("momentum", 0), nesterov=o.get("nesterov", False))
    if kind == "adagrad":
        return torch.optim.Adagrad(parameters, rate)
    if kind == "rmsprop":
        return torch.optim.RMSprop(parameters, rate, alpha=o.get("alpha", 0.99), momentum=o.get("momentum", 0))
    if kind == "adam":
        return torch.optim.Adam(parameters, rate, betas=betas, eps=o.get("epsilon", 1e-8))
    if kind == "adamw":
        return torch.optim.AdamW(parameters, rate, weight_decay=o.get("weight_decay", 0.01))
    if kind == "adadelta":
        return torch.optim.Adadelta(parameters, rate, eps=o["epsilon"])
    if kind == "amsgrad":
        return torch.optim.Adam(parameters, rate, amsgrad=True)
    if kind == "lion":
        return Lion(parameters, {"lr": rate, "weight_decay": o["weight_decay"]})
    return {"adamax": torch.optim.Adamax, "nadam": torch.optim.NAdam, "radam": torch.optim.RAdam, "rprop": torch.optim.Rprop}[kind](parameters, rate)


# --- Files -------------------------------------------------------------------------------------------

def write_safetensors(path, state):
    header, data = {}, b""
    for name, tensor in state.items():
        if name.endswith("num_batches_tracked"):
            continue
        flat = tensor.detach().reshape(-1).tolist()
        begin = len(data)
        data += struct.pack("<%df" % len(flat), *flat)
        header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [begin, len(data)]}
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
            values = struct.unpack("<%df" % ((end - begin) // 4), data[begin:end])
            state[name] = torch.tensor(values, dtype=torch.float32).reshape(entry["shape"])
    return state, hashlib.sha256(data).hexdigest()


# --- One case ----------------------------------------------------------------------------------------

class Case:
    def __init__(self, number, activation, loss, optimizer, **extras):
        self.rng = random.Random(number)
        self.number, self.loss, self.optimizer, self.extras = number, loss, optimizer, extras
        rng = self.rng
        self.inputs = rng.randint(2, 5)
        self.rows = rng.randint(24, 61)
        self.regression = loss in REGRESSION and rng.random() < 0.5
        self.classes = 0 if self.regression else 2 if loss == "binary_cross_entropy" else rng.choice([2, 3, 4])
        self.standardize = rng.random() < 0.5
        self.batch = rng.choice([4, 7, 10, 16, 100])
        self.epochs = extras.get("epochs", 3)
        widths = [rng.randint(3, 12) for _ in range(rng.randint(1, 2))]
        self.layers = [{"type": "dense", "units": w, "activation": activation} for w in widths]
        if extras.get("no_bias"):
            self.layers[0]["bias"] = False
        if extras.get("frozen"):
            self.layers[0]["trainable"] = False
        if extras.get("alone"):
            self.layers.append({"type": "activation", "function": activation})
        if extras.get("insert"):
            self.layers.insert(1, extras["insert"])
            self.batch, self.rows = 8, 45  # no last batch of one row, which has no variance
        self.layers.append({"type": "dense", "units": "auto", "activation": extras.get("output", "linear")})

    def name(self):
        o = " ".join("%s=%s" % (k, v) if k != "type" else v for k, v in self.optimizer.items())
        words = " ".join("%s=%s" % kv for kv in self.extras.items())
        return "%s, %s, %s, %s" % (self.layers[0]["activation"], self.loss, o, words or "plain")

    def make_data(self):
        rng = self.rng
        self.x = [[round(rng.gauss(0, 1) * (1 + i) + i, 4) for i in range(self.inputs)] for _ in range(self.rows)]
        score = [math.sin(row[0]) + 0.3 * row[1] - 0.1 * row[-1] + 0.1 * rng.gauss(0, 1) for row in self.x]
        if self.regression:
            self.y = [round(s, 4) for s in score]
        else:
            order = sorted(range(self.rows), key=lambda r: score[r])
            self.y = [0] * self.rows
            for place, r in enumerate(order):
                self.y[r] = place * self.classes // self.rows

    def write(self, folder):
        with open(os.path.join(folder, "data.csv"), "w", newline="") as file:
            out = csv.writer(file)
            out.writerow(["in%d" % i for i in range(self.inputs)] + ["target"])
            for row, y in zip(self.x, self.y):
                out.writerow(row + [y if self.regression else "k%d" % y])
        training = {"loss": self.loss, "optimizer": self.optimizer, "batch_size": self.batch, "shuffle": False,
                    "regularization": {"l1": self.extras.get("l1", 0), "l2": self.extras.get("l2", 0)},
                    "clip_norm": self.extras.get("clip_norm"),
                    "schedule": self.extras.get("schedule", SCHEDULES[0]), "stop": {"epochs": self.epochs}}
        project = {"fallline": 1, "name": "parity", "seed": self.number,
                   "data": {"source": {"type": "csv", "path": "data.csv", "target": "target"},
                            "task": "regression" if self.regression else "classification", "standardize": self.standardize,
                            "validation_share": 0, "test_share": 0},
                   "network": self.layers, "training": training}
        with open(os.path.join(folder, "p.fallline"), "w") as file:
            json.dump(project, file)

    def outputs(self):
        if self.regression:
            return 1
        return 1 if self.classes == 2 and self.loss not in UNIT_A_CLASS else self.classes

    def model(self):
        modules, width = [], self.inputs
        for layer in self.layers:
            if layer["type"] == "dense":
                units = self.outputs() if layer["units"] == "auto" else layer["units"]
                linear = nn.Linear(width, units, bias=layer.get("bias", True))
                linear.requires_grad_(layer.get("trainable", True))
                modules.append(linear)
                width = units
                if layer["activation"] != "linear":
                    modules.append(ACTIVATIONS[layer["activation"]]())
            elif layer["type"] == "activation":
                modules.append(ACTIVATIONS[layer["function"]]())
            else:
                module = LAYERS[layer["type"]](layer, width)
                module.requires_grad_(layer.get("trainable", True))
                modules.append(module)
        return nn.Sequential(*modules)

    def tensors(self):
        x = torch.tensor(self.x, dtype=torch.float64)
        if self.standardize:
            x = (x - x.mean(0)) / x.std(0, unbiased=False)
        x = x.to(torch.float32)
        if self.regression:
            return x, torch.tensor(self.y, dtype=torch.float32).reshape(-1, 1)
        if self.loss in CLASS_INDEX:
            return x, torch.tensor(self.y)
        signs = self.loss == "hinge" or (self.outputs() == 1 and self.loss != "binary_cross_entropy"
                                         and self.extras.get("output") != "sigmoid")
        if self.outputs() == 1:
            y = torch.tensor(self.y, dtype=torch.float32).reshape(-1, 1)
        else:
            y = nn.functional.one_hot(torch.tensor(self.y), self.classes).to(torch.float32)
        return x, 2 * y - 1 if signs else y

    def evaluate(self, model, x, y):
        model.eval()
        with torch.no_grad():
            return float(LOSSES[self.loss](model(x), y))

    def penalty(self, model):
        """On whatever is called a weight, scales of normalizing layers too; biases are left alone."""
        weights = [p for name, p in model.named_parameters() if name.endswith(".weight") and p.requires_grad]
        return sum(self.extras.get("l1", 0) * w.abs().sum() + self.extras.get("l2", 0) / 2 * (w ** 2).sum() for w in weights)

    def train_torch(self, model):
        x, y = self.tensors()
        parameters = [p for p in model.parameters() if p.requires_grad]
        optimizer = torch_optimizer(self.optimizer, parameters)
        scheduler = Scheduler(self.extras.get("schedule", SCHEDULES[0]), optimizer, -(-self.rows // self.batch))
        history = [(math.nan, self.evaluate(model, x, y), math.nan)]
        for _ in range(self.epochs):
            losses = []
            for at in range(0, self.rows, self.batch):
                model.train()
                optimizer.zero_grad()
                loss = LOSSES[self.loss](model(x[at:at + self.batch]), y[at:at + self.batch])
                (loss + self.penalty(model)).backward()
                if self.extras.get("clip_norm"):
                    nn.utils.clip_grad_norm_(parameters, self.extras["clip_norm"])
                optimizer.step()
                rate = optimizer.param_groups[0]["lr"]
                scheduler.by_step()
                losses.append(loss.item())
            history.append((sum(losses) / len(losses), self.evaluate(model, x, y), rate))
            scheduler.by_epoch(history[-1][1])
        return history

    def train_fallline(self, binary, folder):
        words = [binary, "train", os.path.join(folder, "p.fallline"), "--init-weights", os.path.join(folder, "in.safetensors"),
                 "--save-weights", os.path.join(folder, "out.safetensors"), "--history", os.path.join(folder, "h.csv"), "--quiet", "--json"]
        done = subprocess.run(words, capture_output=True, text=True, timeout=60)
        if done.returncode != 0:
            raise AssertionError("exit %d: %s" % (done.returncode, done.stderr.strip()))
        with open(os.path.join(folder, "h.csv"), newline="") as file:
            rows = list(csv.DictReader(file))
        return json.loads(done.stdout), rows

    def run(self, binary):
        self.make_data()
        torch.manual_seed(self.number)
        model = self.model()
        with tempfile.TemporaryDirectory() as folder:
            self.write(folder)
            write_safetensors(os.path.join(folder, "in.safetensors"), model.state_dict())
            start = {k: v.clone() for k, v in model.state_dict().items()}
            result, rows = self.train_fallline(binary, folder)
            state, digest = read_safetensors(os.path.join(folder, "out.safetensors"))
        history = self.train_torch(model)
        self.compare_history(rows, history)
        self.compare_weights(state, model, start)
        if result["weights_sha256"] != digest:
            raise AssertionError("weights_sha256 is %s, the file's data has %s" % (result["weights_sha256"], digest))

    def compare_history(self, rows, history):
        if len(rows) != len(history):
            raise AssertionError("%d rows of history, expected %d" % (len(rows), len(history)))
        for epoch, (row, values) in enumerate(zip(rows, history)):
            for column, expected in zip(("batch_loss", "train_loss", "learning_rate"), values):
                if math.isnan(expected):
                    continue
                found = float(row[column])
                if not abs(found - expected) <= LOSS_TOLERANCE * max(abs(expected), 1e-6 if column == "learning_rate" else 1e-3):
                    raise AssertionError("epoch %d: %s %.9g, PyTorch %.9g" % (epoch, column, found, expected))

    def compare_weights(self, state, model, start):
        own = {k: v.clone() for k, v in model.state_dict().items()}
        model.load_state_dict(state)  # PyTorch takes names and shapes as they are
        moved = 0
        if set(state) != set(k for k in own if not k.endswith("num_batches_tracked")):
            raise AssertionError("tensors %s, PyTorch has %s" % (sorted(state), sorted(own)))
        for name, found in state.items():
            expected = own[name]
            worst = ((found - expected).abs() / expected.abs().clamp(min=1)).max().item()
            if not worst <= WEIGHT_TOLERANCE:
                raise AssertionError("tensor %s is off by %.3g" % (name, worst))
            moved = max(moved, (expected - start[name]).abs().max().item())
        if moved < 1e-4:
            raise AssertionError("nothing was learned; the comparison says nothing")


# --- All cases ---------------------------------------------------------------------------------------

def catalogue(binary, name):
    done = subprocess.run([binary, "list", name, "--json"], capture_output=True, text=True, timeout=20, check=True)
    return [entry["id"] for entry in json.loads(done.stdout)]


def cases(activations, layers, losses, optimizers):
    """Of the tables above, what the catalogues have."""
    losses = [loss for loss in LOSSES if loss in losses]
    optimizers = [o for o in OPTIMIZERS if o["type"] in optimizers]
    sgd, adam = OPTIMIZERS[0], OPTIMIZERS[6]
    plan = [(activation, losses[i % len(losses)], adam if i % 2 else sgd, {}) for i, activation in enumerate(activations)]
    plan += [(activations[i % len(activations)], loss, optimizers[(i + 1) % len(optimizers)], {}) for i, loss in enumerate(losses)]
    plan += [("tanh", losses[i % len(losses)], optimizer, {}) for i, optimizer in enumerate(optimizers)]
    plan += [("tanh", "cross_entropy", adam, {"l2": 0.05}), ("tanh", "mse", sgd, {"l1": 0.02}),
             ("elu", "hinge", OPTIMIZERS[1], {"l1": 0.01, "l2": 0.05}), ("silu", "cross_entropy", sgd, {"clip_norm": 0.05}),
             ("tanh", "mse", adam, {"clip_norm": 0.1, "l2": 0.1}), ("gelu", "mse", OPTIMIZERS[8], {"l2": 0.1}),
             ("tanh", "mse", sgd, {"output": "sigmoid"}), ("relu", "mse", adam, {"output": "tanh"}),
             ("tanh", "huber", sgd, {"no_bias": True}), ("tanh", "cross_entropy", adam, {"frozen": True}),
             ("tanh", "mse", sgd, {"frozen": True, "clip_norm": 0.05, "l2": 0.1}), ("relu", "cross_entropy", sgd, {"alone": True}),
             ("sigmoid", "binary_cross_entropy", OPTIMIZERS[2], {"alone": True}), ("tanh", "mse", sgd, {"epochs": 12})]
    inserted = [{"type": "batch_norm"}, {"type": "batch_norm", "momentum": 0.4, "epsilon": 0.01}, {"type": "layer_norm"},
                {"type": "layer_norm", "epsilon": 0.1}, {"type": "softmax"}, {"type": "dropout", "rate": 0},
                {"type": "batch_norm", "trainable": False}, {"type": "layer_norm", "trainable": False}]
    for i, layer in enumerate(layer for layer in inserted if layer["type"] in layers):
        plan += [("linear", losses[i % len(losses)], OPTIMIZERS[1], {"insert": layer}),
                 ("tanh", losses[(i + 3) % len(losses)], adam, {"insert": layer, "l2": 0.1, "clip_norm": 0.5})]
    plan += [("tanh", "huber" if i % 2 else "cross_entropy", OPTIMIZERS[1] if i % 3 else adam, {"schedule": schedule, "epochs": 8})
             for i, schedule in enumerate(SCHEDULES)]
    plan += [("linear", "huber", {"type": "sgd", "learning_rate": 0.4}, {"schedule": dict(SCHEDULES[-1], patience=0), "epochs": 12})]
    # Where signs of residuals balance, a gradient is 0 here and 1e-9 there, and what divides by its size takes that for a slope.
    plan = [(a, "huber" if loss == "mae" and o["type"] != "sgd" else loss, o, extras) for a, loss, o, extras in plan]
    return [Case(1000 + i, activation, loss, optimizer, **extras) for i, (activation, loss, optimizer, extras) in enumerate(plan)]


def check_known(binary):
    ACTIVATIONS.update({k: v for k, v in EXTRA_ACTIVATIONS.items() if k in catalogue(binary, "activations")})
    missing = [a for a in catalogue(binary, "activations") if a not in ACTIVATIONS]
    missing += [loss for loss in catalogue(binary, "losses") if loss not in LOSSES]
    missing += [o for o in catalogue(binary, "optimizers") if o not in TESTED_ELSEWHERE and o not in {p["type"] for p in OPTIMIZERS}]
    missing += [x for x in catalogue(binary, "schedules") if x not in {s["type"] for s in SCHEDULES}]
    missing += [x for x in catalogue(binary, "layers") if x not in LAYERS and x not in ("dense", "activation")]
    if missing:
        raise AssertionError("no PyTorch counterpart is written down for: " + ", ".join(missing))


def report(number, name, work):
    try:
        work()
    except (AssertionError, subprocess.SubprocessError, OSError, ValueError, KeyError, RuntimeError) as problem:
        print("not ok %d - %s\n# %s" % (number, name, str(problem).replace("\n", "\n# ")), flush=True)
        return False
    print("ok %d - %s" % (number, name), flush=True)
    return True


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: parity.py FALLLINE-BINARY")
    torch.set_num_threads(1)
    binary = sys.argv[1]
    fine = report(1, "every type of the catalogues is known here", lambda: check_known(binary))
    every = cases([a for a in catalogue(binary, "activations") if a in ACTIVATIONS],
                  *(catalogue(binary, name) for name in ("layers", "losses", "optimizers")))
    for i, case in enumerate(every):
        fine = report(i + 2, case.name(), lambda: case.run(binary)) and fine
    print("1..%d" % (len(every) + 1))
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
