"""Recipes: the fixed ones that touch every row of the catalogues, and random ones."""
import math
import random

from recipe import kind, outputs, steps_per_epoch
from counterparts import REGRESSION

STEPS = 100
# Losses whose slope is a sign.
SIGNS = ("mae", "hinge")
WEIGH_CLASSES = ("cross_entropy", "binary_cross_entropy", "focal", "hinge")

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
    {"type": "adagrad", "learning_rate": 0.1, "epsilon": 0.01},
    {"type": "adadelta", "learning_rate": 0.5, "rho": 0.8, "epsilon": 1e-4},
    {"type": "nadam", "learning_rate": 0.005, "beta1": 0.8, "momentum_decay": 0.02},
    {"type": "radam", "learning_rate": 0.02, "beta2": 0.9},
    {"type": "adamax", "learning_rate": 0.02, "beta1": 0.7, "epsilon": 1e-4},
    {"type": "amsgrad", "learning_rate": 0.02, "beta2": 0.9},
]

SCHEDULES = [
    {"type": "constant"},
    {"type": "constant", "warmup": 2},
    {"type": "step", "every": 2, "factor": 0.3},
    {"type": "exponential", "factor": 0.7},
    {"type": "inverse_time", "decay": 0.5},
    {"type": "polynomial", "epochs": 6, "power": 2},
    {"type": "cosine", "epochs": 8, "minimum": 0.001},
    {"type": "cosine", "epochs": 3, "minimum": 0.002},
    {"type": "cosine", "epochs": 2, "restarts": True, "stretch": 2},
    {"type": "one_cycle", "epochs": 8, "rise": 0.4, "divisor": 10},
    {"type": "reduce_on_plateau", "factor": 0.5, "patience": 1},
]

INSERTED = [
    {"type": "batch_norm"}, {"type": "batch_norm", "momentum": 0.4, "epsilon": 0.01}, {"type": "layer_norm"},
    {"type": "layer_norm", "epsilon": 0.1}, {"type": "softmax"}, {"type": "dropout", "rate": 0},
    {"type": "batch_norm", "trainable": False}, {"type": "layer_norm", "trainable": False},
]


def add_data(recipe, rng, rows, inputs):
    recipe["x"] = [[round(rng.gauss(0, 1) * (1 + i) + i, 4) for i in range(inputs)] for _ in range(rows)]
    score = [math.sin(row[0]) + 0.3 * row[1] - 0.1 * row[-1] + 0.1 * rng.gauss(0, 1) for row in recipe["x"]]
    if recipe["classes"] == 0:
        recipe["y"] = [round(s, 4) for s in score]
        return
    order = sorted(range(rows), key=lambda r: score[r])
    recipe["y"] = [0] * rows
    for place, r in enumerate(order):
        recipe["y"][r] = place * recipe["classes"] // rows
    if isinstance(recipe["loss"], dict) and recipe["loss"].get("class_weight"):  # most rows to the first class, few to the last
        for place, r in enumerate(order):
            recipe["y"][r] = min(recipe["classes"] - 1, place * place * recipe["classes"] // (rows * rows))


def classes_of(rng, loss):
    if kind(loss) in REGRESSION and rng.random() < 0.5:
        return 0
    return 2 if kind(loss) == "binary_cross_entropy" else rng.choice([2, 3, 4])


def enough_epochs(recipe):
    return -(-STEPS // steps_per_epoch(recipe))


def recipe_of(number, activation, loss, optimizer, **extras):
    """One of the fixed recipes."""
    rng = random.Random(number)
    inputs, rows = rng.randint(2, 5), rng.randint(24, 61)
    recipe = {"seed": number, "loss": loss, "optimizer": optimizer, "schedule": extras.get("schedule", SCHEDULES[0]),
              "l1": extras.get("l1", 0), "l2": extras.get("l2", 0), "clip_norm": extras.get("clip_norm"), "classes": classes_of(rng, loss),
              "standardize": rng.random() < 0.5 or "standardize" in extras, "batch": extras.get("batch", rng.choice([4, 7, 10, 16, 100]))}
    layers = [{"type": "dense", "units": rng.randint(3, 12), "activation": activation} for _ in range(rng.randint(1, 2))]
    layers[0].update(extras.get("first", {}))
    if extras.get("alone"):
        layers.append({"type": "activation", "function": activation})
    if extras.get("insert"):
        layers.insert(1, extras["insert"])
        recipe["batch"], rows = 8, 45  # no last batch of one row, which has no variance
    layers.append({"type": "dense", "units": "auto", "activation": extras.get("output", "linear")})
    recipe["layers"] = layers
    add_data(recipe, rng, rows, inputs)
    recipe["epochs"] = extras.get("epochs") or enough_epochs(recipe)
    recipe["growth"] = extras.get("growth")
    recipe["gaps"] = [[r, i] for r in range(rows) for i in range(inputs) if rng.random() < extras.get("gaps", 0)]
    words = " ".join("%s=%s" % kv for kv in extras.items())
    item = " ".join("%s=%s" % (k, v) if k != "type" else v for k, v in optimizer.items())
    recipe["name"] = "%s, %s, %s, %s" % (activation, loss, item, words or "plain")
    return recipe


def fixed(activations, losses):
    """Every activation, loss, optimizer, schedule, layer and kind of regularization at least once."""
    sgd, momentum, adam, adamw = OPTIMIZERS[0], OPTIMIZERS[1], OPTIMIZERS[6], OPTIMIZERS[8]
    plan = [(activation, losses[i % len(losses)], adam if i % 2 else sgd, {}) for i, activation in enumerate(activations)]
    plan += [(activations[(i + 5) % len(activations)], loss, OPTIMIZERS[(i + 1) % len(OPTIMIZERS)], {}) for i, loss in enumerate(losses)]
    plan += [("tanh", losses[i % len(losses)], optimizer, {}) for i, optimizer in enumerate(OPTIMIZERS)]
    plan += [("tanh", {"type": "cross_entropy", "label_smoothing": 0.1}, adam, {}), ("silu", {"type": "cross_entropy", "label_smoothing": 0.5}, sgd, {}),
             ("tanh", {"type": "focal", "gamma": 0}, sgd, {}), ("elu", {"type": "focal", "gamma": 3.5}, adam, {}),
             ("tanh", {"type": "huber", "delta": 0.3}, momentum, {}), ("gelu", "kl_divergence", OPTIMIZERS[4], {}),
             ("tanh", "log_cosh", OPTIMIZERS[10], {"batch": 0}), ("tanh", "hinge", sgd, {"batch": 0}), ("selu", "cross_entropy", {"type": "sgd", "learning_rate": 0.01}, {"batch": 1})]
    plan += [("tanh", "cross_entropy", adam, {"l2": 0.05}), ("tanh", "mse", sgd, {"l1": 0.02}),
             ("elu", "hinge", momentum, {"l1": 0.01, "l2": 0.05}), ("silu", "cross_entropy", sgd, {"clip_norm": 0.05}),
             ("tanh", "mse", adam, {"clip_norm": 0.1, "l2": 0.1, "batch": 16}), ("gelu", "mse", adamw, {"l2": 0.1}),
             ("tanh", "mse", {"type": "sgd", "learning_rate": 0.03}, {"first": {"l2": 0.2}}), ("tanh", "cross_entropy", adam, {"first": {"l1": 0.02}, "l2": 0.01}),
             ("tanh", "cross_entropy", momentum, {"first": {"max_norm": 0.5}}), ("softplus", "huber", adam, {"first": {"max_norm": 0.3}, "l2": 0.01}),
             ("tanh", "mse", sgd, {"output": "sigmoid"}), ("relu", "mse", adam, {"output": "tanh"}),
             ("tanh", "huber", sgd, {"first": {"bias": False}}), ("tanh", "cross_entropy", adam, {"first": {"trainable": False}}),
             ("tanh", "mse", sgd, {"first": {"trainable": False}, "clip_norm": 0.05, "l2": 0.1}), ("relu", "cross_entropy", sgd, {"alone": True}),
             ("sigmoid", "binary_cross_entropy", OPTIMIZERS[2], {"alone": True}), ("tanh", "mse", sgd, {"epochs": 12})]
    for i, layer in enumerate(INSERTED):
        plan += [("linear", losses[i % len(losses)], momentum, {"insert": layer}),
                 ("tanh", losses[(i + 3) % len(losses)], adam, {"insert": layer, "l2": 0.1, "clip_norm": 0.5})]
    plan += [("tanh", "huber" if i % 2 else "cross_entropy", momentum if i % 3 else adam, {"schedule": schedule, "epochs": 8 + 4 * (i % 2)})
             for i, schedule in enumerate(SCHEDULES)]
    plan += [("linear", "huber", {"type": "sgd", "learning_rate": 0.4}, {"schedule": dict(SCHEDULES[-1], patience=0), "epochs": 12, "standardize": True}),
             ("linear", "mse", sgd, {"schedule": {"type": "reduce_on_plateau", "factor": 0.05, "patience": 0}, "epochs": 60, "standardize": True})]
    balanced = {"class_weight": "balanced"}
    plan += [("tanh", dict(balanced, type="cross_entropy"), adam, {}), ("silu", dict(balanced, type="cross_entropy", label_smoothing=0.2), sgd, {}),
             ("tanh", dict(balanced, type="binary_cross_entropy"), sgd, {}), ("gelu", dict(balanced, type="binary_cross_entropy"), adam, {"batch": 0}),
             ("elu", dict(balanced, type="focal", gamma=2), adam, {}), ("tanh", dict(balanced, type="hinge"), sgd, {})]
    plan += [("tanh", "mse", adam, {"gaps": 0.1}), ("relu", "cross_entropy", momentum, {"gaps": 0.2, "standardize": True}),
             ("tanh", "cross_entropy", momentum, {"growth": {"factor": 1.5, "every": 3, "limit": 1000}, "batch": 4, "epochs": 16}),
             ("tanh", "cross_entropy", momentum, {"first": {"frozen": ["bias[0]", "weight[1,0]"]}, "clip_norm": 0.1, "l2": 0.1})]
    # Where signs of residuals balance, a gradient is 0 here and 1e-9 there, and what divides by its size takes that for a slope.
    plan = [(a, "huber" if loss in SIGNS and o["type"] != "sgd" else loss, o, extras) for a, loss, o, extras in plan]
    return [recipe_of(1000 + i, activation, loss, optimizer, **extras) for i, (activation, loss, optimizer, extras) in enumerate(plan)]


# --- Random ------------------------------------------------------------------------------------------------

def scaled(rng, low, high):
    return float("%.3g" % math.exp(rng.uniform(math.log(low), math.log(high))))


def random_optimizer(rng, loss):
    item = dict(rng.choice([o for o in OPTIMIZERS if kind(loss) not in SIGNS or o["type"] == "sgd"]))
    item["learning_rate"] = float("%.3g" % (item["learning_rate"] * scaled(rng, 0.2, 2)))
    if item["type"] in ("adam", "adamw", "amsgrad", "adamax", "nadam", "radam") and rng.random() < 0.5:
        item.update(beta1=round(rng.uniform(0.5, 0.95), 3), beta2=round(rng.uniform(0.8, 0.999), 4))
    if "momentum" in item:
        item["momentum"] = round(rng.uniform(0.1, 0.95), 2)
    return item


def random_loss(rng, losses):
    loss = rng.choice(losses)
    if loss in WEIGH_CLASSES and rng.random() < 0.3:
        return {"type": loss, "class_weight": "balanced"}
    if loss == "cross_entropy" and rng.random() < 0.5:
        return {"type": loss, "label_smoothing": round(rng.uniform(0, 0.6), 2)}
    if loss == "focal" and rng.random() < 0.7:
        return {"type": loss, "gamma": round(rng.uniform(1, 5), 2)}
    if loss == "huber" and rng.random() < 0.5:
        return {"type": loss, "delta": round(rng.uniform(0.2, 3), 2)}
    return loss


def random_layers(rng, activations, standardized):
    layers = []
    for _ in range(rng.randint(1, 3)):
        layer = {"type": "dense", "units": rng.randint(2, 20), "activation": rng.choice(activations), "bias": rng.random() < 0.85}
        if rng.random() < 0.15:
            layer[rng.choice(["l1", "l2"])] = scaled(rng, 1e-4, 0.1)
        if rng.random() < 0.15:
            layer["max_norm"] = round(rng.uniform(0.3, 2), 2)
        if rng.random() < 0.1:
            layer["trainable"] = False
        layers.append(layer)
        if rng.random() < 0.3:
            layers.append(dict(rng.choice(INSERTED)))
    return layers


def random_recipe(seed, activations, losses):
    rng = random.Random(seed)
    loss = random_loss(rng, losses)
    recipe = {"seed": seed, "loss": loss, "classes": classes_of(rng, loss), "standardize": rng.random() < 0.7,
              "batch": rng.choice([0, 3, 5, 8, 16, 31, 64]), "l1": rng.choice([0, 0, scaled(rng, 1e-4, 0.05)]),
              "l2": rng.choice([0, 0, scaled(rng, 1e-4, 0.2)]), "clip_norm": rng.choice([None, None, scaled(rng, 0.02, 2)]),
              "schedule": rng.choice(SCHEDULES), "optimizer": random_optimizer(rng, loss)}
    rows = rng.randint(20, 90)
    if recipe["batch"] and rows % recipe["batch"] == 1:
        rows += 1  # batch norm has no variance in a batch of one
    recipe["layers"] = random_layers(rng, activations, recipe["standardize"])
    ends = ["linear"] * 5 + (["tanh", "sigmoid"] if kind(loss) == "mse" else [])
    recipe["layers"].append({"type": "dense", "units": "auto", "activation": rng.choice(ends)})
    add_data(recipe, rng, rows, rng.randint(2, 6))
    recipe["epochs"] = enough_epochs(recipe)
    if rng.random() < 0.3:
        recipe["gaps"] = [[r, i] for r in range(rows) for i in range(len(recipe["x"][0])) if rng.random() < 0.1]
    by_step = recipe["schedule"]["type"] == "one_cycle" or "warmup" in recipe["schedule"]
    if recipe["batch"] and not by_step and not any(layer["type"] == "batch_norm" for layer in recipe["layers"]) and rng.random() < 0.3:
        recipe["growth"] = {"factor": rng.choice([1.5, 2, 3]), "every": rng.randint(1, 5), "limit": rows}
    first = recipe["layers"][0]
    if first.get("trainable", True) and rng.random() < 0.3:
        units = outputs(recipe) if first["units"] == "auto" else first["units"]
        places = [[rng.randrange(units), rng.randrange(len(recipe["x"][0]))] for _ in range(2)]
        first["frozen"] = sorted({"weight[%d,%d]" % tuple(place) for place in places}) + (["bias[0]"] if first.get("bias", True) else [])
    if recipe["schedule"]["type"] == "one_cycle":
        recipe["schedule"] = dict(recipe["schedule"], epochs=recipe["epochs"])
    item = recipe["optimizer"]
    recipe["name"] = "seed %d: %s, %s, %s" % (seed, " ".join(layer.get("activation", layer["type"]) for layer in recipe["layers"]), kind(loss), item["type"])
    return recipe
