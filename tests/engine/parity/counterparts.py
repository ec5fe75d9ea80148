"""PyTorch's counterparts of what the catalogues list, and PyTorch's side of a recipe."""
import math

import torch

from recipe import kind, outputs, steps_per_epoch

nn = torch.nn

ACTIVATIONS = {
    "linear": nn.Identity, "relu": nn.ReLU, "leaky_relu": nn.LeakyReLU, "elu": nn.ELU, "gelu": nn.GELU, "silu": nn.SiLU,
    "sigmoid": nn.Sigmoid, "tanh": nn.Tanh, "softplus": nn.Softplus, "selu": nn.SELU, "softsign": nn.Softsign, "mish": nn.Mish,
    "hard_tanh": nn.Hardtanh,
}

LAYERS = {
    "batch_norm": lambda layer, width: nn.BatchNorm1d(width, eps=layer.get("epsilon", 1e-5), momentum=layer.get("momentum", 0.1)),
    "layer_norm": lambda layer, width: nn.LayerNorm(width, eps=layer.get("epsilon", 1e-5)),
    "softmax": lambda layer, width: nn.Softmax(dim=1),
    "dropout": lambda layer, width: nn.Dropout(layer["rate"]),  # other rates draw other numbers: tested by the engine itself
}


def hinge(y, t, weight=None):
    loss = torch.clamp(1 - t * y, min=0)
    return loss.mean() if weight is None else (loss * weight[of_class(t)][:, None]).mean()


def focal(y, t, gamma=2, weight=None):
    log_p = nn.functional.log_softmax(y, 1).gather(1, t[:, None])
    loss = (-(1 - log_p.exp()) ** gamma * log_p)[:, 0]
    return loss.mean() if weight is None else (loss * weight[t]).sum() / weight[t].sum()


def of_class(t):
    """The classes behind encoded targets: one unit, or one-hot."""
    return (t[:, 0] > 0).long() if t.shape[1] == 1 else t.argmax(1)


def binary_cross_entropy(y, t, weight=None):
    rows = None if weight is None else weight[of_class(t)][:, None]
    return nn.functional.binary_cross_entropy_with_logits(y, t, weight=rows)


LOSSES = {
    "mse": nn.functional.mse_loss, "mae": nn.functional.l1_loss, "huber": nn.functional.huber_loss,
    "binary_cross_entropy": binary_cross_entropy, "cross_entropy": nn.functional.cross_entropy,
    "hinge": hinge,
    "log_cosh": lambda y, t: torch.log(torch.cosh(y - t)).mean(),
    "focal": focal,
    "kl_divergence": lambda y, t: nn.functional.kl_div(nn.functional.log_softmax(y, 1), t, reduction="batchmean"),
}
CLASS_INDEX = ("cross_entropy", "focal")
REGRESSION = ("mse", "mae", "huber", "log_cosh")


class Lion(torch.optim.Optimizer):
    """Chen et al. 2023, algorithm 2; PyTorch has none."""

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            b1, b2 = group["betas"]
            for p in group["params"]:
                m = self.state[p].setdefault("m", torch.zeros_like(p))
                p.sub_(group["lr"] * ((b1 * m + (1 - b1) * p.grad).sign() + group["weight_decay"] * p))
                m.mul_(b2).add_(p.grad, alpha=1 - b2)


def lion(parameters, rate, **words):
    return Lion(parameters, dict({"lr": rate, "betas": (0.9, 0.99), "weight_decay": 0}, **words))


def amsgrad(parameters, rate, **words):
    return torch.optim.Adam(parameters, rate, amsgrad=True, **words)


# How Fall Line's parameters are called there; beta1 and beta2 are "betas" everywhere.
OPTIMIZERS = {
    "sgd": (torch.optim.SGD, ("momentum", "nesterov")), "adagrad": (torch.optim.Adagrad, ("epsilon",)),
    "rmsprop": (torch.optim.RMSprop, ("alpha", "epsilon", "momentum")), "adam": (torch.optim.Adam, ("epsilon",)),
    "adamw": (torch.optim.AdamW, ("epsilon", "weight_decay")), "amsgrad": (amsgrad, ("epsilon",)),
    "adadelta": (torch.optim.Adadelta, ("rho", "epsilon")), "adamax": (torch.optim.Adamax, ("epsilon",)),
    "nadam": (torch.optim.NAdam, ("epsilon", "momentum_decay")), "radam": (torch.optim.RAdam, ("epsilon",)),
    "rprop": (torch.optim.Rprop, ()), "lion": (lion, ("weight_decay",)),
}
SCHEDULES = ("constant", "step", "exponential", "inverse_time", "polynomial", "cosine", "one_cycle", "reduce_on_plateau")
# test-optimizers.c has these: a line search is free to stop anywhere between its conditions, and the closed form is no descent.
TESTED_ELSEWHERE = ("lbfgs", "closed_form")


def torch_optimizer(item, parameters):
    make, known = OPTIMIZERS[item["type"]]
    words = {"eps" if key == "epsilon" else key: item[key] for key in known if key in item}
    if "beta1" in item or "beta2" in item:
        words["betas"] = (item.get("beta1", 0.9), item.get("beta2", 0.999))
    return make(parameters, item["learning_rate"], **words)


class Scheduler:
    """PyTorch's scheduler of a project's schedule: by_step after each batch, by_epoch after each epoch."""

    def __init__(self, s, optimizer, steps):
        lr, name = torch.optim.lr_scheduler, s["type"]
        self.on_step = self.on_epoch = self.on_loss = None
        if name == "constant":
            climb = s.get("warmup", 0) * steps
            self.on_step = lr.LambdaLR(optimizer, lambda step: min(1, (step + 1) / climb) if climb else 1)
        elif name == "step":
            self.on_epoch = lr.StepLR(optimizer, s["every"], s["factor"])
        elif name == "exponential":
            self.on_epoch = lr.ExponentialLR(optimizer, s["factor"])
        elif name == "inverse_time":
            self.on_epoch = lr.LambdaLR(optimizer, lambda epoch: 1 / (1 + s["decay"] * epoch))
        elif name == "polynomial":
            self.on_epoch = lr.LambdaLR(optimizer, lambda epoch: max(0, 1 - epoch / s["epochs"]) ** s["power"])
        elif name == "cosine" and s.get("restarts"):
            self.on_epoch = lr.CosineAnnealingWarmRestarts(optimizer, s["epochs"], s["stretch"])
        elif name == "cosine":
            self.on_epoch = lr.CosineAnnealingLR(optimizer, s["epochs"], s["minimum"])
        elif name == "one_cycle":
            total = s["epochs"] * steps
            self.on_step = lr.OneCycleLR(optimizer, optimizer.param_groups[0]["lr"], total_steps=total, pct_start=s["rise"],
                                         div_factor=s["divisor"], cycle_momentum=False)
            self.left = total - 1  # PyTorch refuses one step too many
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


class Training:
    """A recipe in PyTorch, in float32 or in float64; `nudge` moves the starting weights by about one unit in the last place."""

    def __init__(self, recipe, dtype=torch.float32, nudge=0):
        self.recipe, self.dtype = recipe, dtype
        torch.manual_seed(recipe["seed"])
        self.own = []  # l1, l2 and max_norm of one dense layer: (module, layer)
        self.model = self.make_model().to(dtype)
        if nudge:
            with torch.no_grad():
                generator = torch.Generator().manual_seed(nudge)
                for p in self.model.parameters():
                    p.mul_(1 + 1.2e-7 * torch.randn(p.shape, generator=generator).to(dtype))
        self.start = self.state()

    def make_model(self):
        modules, width = [], len(self.recipe["x"][0])
        for layer in self.recipe["layers"]:
            if layer["type"] == "dense":
                units = outputs(self.recipe) if layer["units"] == "auto" else layer["units"]
                module = nn.Linear(width, units, bias=layer.get("bias", True))
                self.own.append((module, layer))
                width = units
            elif layer["type"] == "activation":
                module = ACTIVATIONS[layer["function"]]()
            else:
                module = LAYERS[layer["type"]](layer, width)
            modules.append(module.requires_grad_(layer.get("trainable", True)))
            if layer["type"] == "dense" and layer.get("activation", "linear") != "linear":
                modules.append(ACTIVATIONS[layer["activation"]]())
        return nn.Sequential(*modules)

    def state(self):
        return {name: (list(t.shape), t.detach().reshape(-1).tolist()) for name, t in self.model.state_dict().items()
                if not name.endswith("num_batches_tracked")}

    def load(self, state):
        """As load_state_dict takes a file: names and shapes must be its own."""
        self.model.load_state_dict({name: torch.tensor(flat).reshape(shape) for name, (shape, flat) in state.items()},
                                   strict=not any("running" in name for name in state))

    def tensors(self):
        recipe, loss = self.recipe, kind(self.recipe["loss"])
        x = torch.tensor(recipe["x"], dtype=torch.float64)
        for row, column in recipe.get("gaps", ()):
            x[row, column] = math.nan
        x = torch.where(x.isnan(), x.nanmean(0), x)
        if recipe["standardize"]:
            x = (x - x.mean(0)) / x.std(0, unbiased=False)
        x = x.to(torch.float32).to(self.dtype)
        if recipe["classes"] == 0:
            return x, torch.tensor(recipe["y"], dtype=torch.float32).to(self.dtype).reshape(-1, 1)
        if loss in CLASS_INDEX:
            return x, torch.tensor(recipe["y"])
        last = recipe["layers"][-1].get("activation", "linear")
        signs = loss == "hinge" or (outputs(recipe) == 1 and loss != "binary_cross_entropy" and last != "sigmoid")
        if outputs(recipe) == 1:
            y = torch.tensor(recipe["y"], dtype=self.dtype).reshape(-1, 1)
        else:
            y = nn.functional.one_hot(torch.tensor(recipe["y"]), recipe["classes"]).to(self.dtype)
        return x, 2 * y - 1 if signs else y

    def class_weights(self):
        """scikit-learn's compute_class_weight("balanced")."""
        y = torch.tensor(self.recipe["y"])
        counts = torch.bincount(y, minlength=self.recipe["classes"]).to(torch.float64)
        return (len(y) / (self.recipe["classes"] * counts)).to(torch.float32).to(self.dtype)

    def loss(self, x, y):
        item = self.recipe["loss"]
        words = {k: v for k, v in item.items() if k not in ("type", "class_weight")} if isinstance(item, dict) else {}
        if isinstance(item, dict) and item.get("class_weight") == "balanced":
            words["weight"] = self.class_weights()
        return LOSSES[kind(item)](self.model(x), y, **words)

    def evaluate(self, x, y):
        self.model.eval()
        with torch.no_grad():
            return float(self.loss(x, y))

    def penalty(self):
        """On whatever is called a weight, scales of normalizing layers too; biases are left alone."""
        weights = [p for name, p in self.model.named_parameters() if name.endswith(".weight") and p.requires_grad]
        total = sum(self.recipe["l1"] * w.abs().sum() + self.recipe["l2"] / 2 * (w ** 2).sum() for w in weights)
        for module, layer in self.own:
            if layer.get("trainable", True):
                total = total + layer.get("l1", 0) * module.weight.abs().sum() + layer.get("l2", 0) / 2 * (module.weight ** 2).sum()
        return total

    @torch.no_grad()
    def limit_norms(self):
        for module, layer in self.own:
            if layer.get("max_norm") and layer.get("trainable", True):
                norms = module.weight.norm(dim=1, keepdim=True)
                module.weight.mul_(torch.clamp(layer["max_norm"] / norms, max=1))

    def batch_of(self, epoch):
        batch, growth = self.recipe["batch"] or len(self.recipe["x"]), self.recipe.get("growth")
        return batch if growth is None else min(int(batch * growth["factor"] ** (epoch // growth["every"])), len(self.recipe["x"]))

    def frozen(self):
        """Single weights that stay: (tensor, mask, values)."""
        found = []
        for module, layer in self.own:
            for name in layer.get("frozen", ()):
                kind_of, places = name.rstrip("]").split("[")
                tensor = getattr(module, kind_of)
                mask = torch.zeros_like(tensor, dtype=torch.bool)
                mask[tuple(int(place) for place in places.split(","))] = True
                found.append((tensor, mask, tensor.detach().clone()))
        return found

    def run(self):
        recipe, rows = self.recipe, len(self.recipe["x"])
        x, y = self.tensors()
        frozen = self.frozen()
        parameters = [p for p in self.model.parameters() if p.requires_grad]
        optimizer = torch_optimizer(recipe["optimizer"], parameters)
        scheduler = Scheduler(recipe["schedule"], optimizer, steps_per_epoch(recipe))
        history = [(math.nan, self.evaluate(x, y), math.nan)]
        for epoch in range(recipe["epochs"]):
            losses, batch = [], self.batch_of(epoch)
            for at in range(0, rows, batch):
                self.model.train()
                optimizer.zero_grad()
                loss = self.loss(x[at:at + batch], y[at:at + batch])
                (loss + self.penalty()).backward()
                for tensor, mask, _ in frozen:
                    tensor.grad[mask] = 0
                if recipe["clip_norm"]:
                    nn.utils.clip_grad_norm_(parameters, recipe["clip_norm"])
                optimizer.step()
                self.limit_norms()
                for tensor, mask, value in frozen:
                    tensor.data[mask] = value[mask]
                rate = optimizer.param_groups[0]["lr"]
                scheduler.by_step()
                losses.append(loss.item())
            history.append((sum(losses) / len(losses), self.evaluate(x, y), rate))
            scheduler.by_epoch(history[-1][1])
        return history
