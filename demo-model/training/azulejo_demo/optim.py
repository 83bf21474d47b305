"""Muon for the matrices between layers, AdamW for everything else."""

import torch

from . import parallel


def orthogonal(g, steps=5):
    """Newton-Schulz iteration towards the nearest orthogonal matrix; g is (n, rows, columns)."""
    a, b, c = 3.4445, -4.7750, 2.0315
    x = (g / (g.norm(dim=(-2, -1), keepdim=True) + 1e-7)).bfloat16()
    tall = x.shape[-2] > x.shape[-1]
    if tall:
        x = x.transpose(-2, -1)
    for _ in range(steps):
        s = x @ x.transpose(-2, -1)
        x = a * x + (b * s + c * s @ s) @ x
    return x.transpose(-2, -1) if tall else x


class Muon(torch.optim.Optimizer):
    def __init__(self, params, lr=0.02, momentum=0.95, weight_decay=0.02):
        super().__init__(params, dict(lr=lr, momentum=momentum, weight_decay=weight_decay))

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            params = [p for p in group["params"] if p.grad is not None]
            updates = []
            for p in params:
                m = self.state[p].setdefault("momentum", torch.zeros_like(p))
                m.lerp_(p.grad, 1 - group["momentum"])
                updates.append(p.grad.lerp(m, group["momentum"]))
            shapes = {}
            for i in parallel.mine(len(params)):
                shapes.setdefault(params[i].shape, []).append(i)
            done = [torch.zeros_like(u, dtype=torch.bfloat16) for u in updates]
            for same in shapes.values():
                for i, u in zip(same, orthogonal(torch.stack([updates[i] for i in same]))):
                    done[i] = u
            for p, u in zip(params, parallel.gather(done)):
                scale = max(1, p.shape[0] / p.shape[1]) ** 0.5
                p.mul_(1 - group["lr"] * group["weight_decay"]).add_(u, alpha=-group["lr"] * scale)


def split(named):
    """Parameters for Muon and for AdamW."""
    muon, adam = [], []
    for name, p in named:
        inner = p.dim() == 2 and "embed" not in name and "lm_head" not in name and "heads." not in name
        (muon if inner else adam).append(p)
    return muon, adam


class Optimizers:
    """Both, with one schedule factor."""

    def __init__(self, modules, muon_lr=0.02, adam_lr=2e-3):
        named = [x for m in modules for x in m.named_parameters()]
        muon, adam = split(named)
        self.params = [p for _, p in named]
        self.parts = [
            Muon(muon, muon_lr),
            torch.optim.AdamW(adam, adam_lr, betas=(0.9, 0.98), weight_decay=0.01, fused=True),
        ]
        self.base = [muon_lr, adam_lr]

    def step(self, factor, stop=False):
        """One update; returns whether to stop."""
        factor, stop = parallel.share(self.params, factor, stop)
        torch.nn.utils.clip_grad_norm_(self.params, 1.0)
        for o, lr in zip(self.parts, self.base):
            for g in o.param_groups:
                g["lr"] = lr * factor
            o.step()
            o.zero_grad(set_to_none=True)
        return stop

    def state_dict(self):
        return [o.state_dict() for o in self.parts]

    def load_state_dict(self, states):
        for o, s in zip(self.parts, states):
            o.load_state_dict(s)
