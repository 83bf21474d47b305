"""Throwaway heads that ask every patch what it shows, and their loss."""

import torch
import torch.nn.functional as F
from torch import nn

from .model import RMSNorm
from .pictures import BAR, CHARS, TARGETS, TARGET_SIZES

WEIGHTS = [1.0, 1.0, 0.5, 0.5, 0.4, 0.2, 0.4, 0.3, 0.4]


class DenseHeads(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.norm = RMSNorm(width, 1e-6)
        self.heads = nn.Linear(width, sum(TARGET_SIZES))

    def forward(self, patches, targets):
        """Total loss, and for each target the share of patches it is right on (patches that show something)."""
        logits = self.heads(self.norm(patches)).float().flatten(0, 1).split(TARGET_SIZES, -1)
        t = targets.flatten(0, 1).long()
        total, right = 0.0, []
        # shapes cover few patches, bars many
        share = torch.where(t[:, 0] > len(CHARS), 3.0, 1.0) * torch.where(t[:, 0] == BAR, 0.15, 1.0)
        for i, (l, w) in enumerate(zip(logits, WEIGHTS)):
            y = t[:, i]
            weight = torch.where(y < 0, 0.0, share)
            if i < 2:
                weight = torch.where(y == 0, 0.2, weight)
            loss = F.cross_entropy(l, y.clamp(min=0), reduction="none")
            total = total + w * (loss * weight).sum() / weight.sum().clamp(min=1)
            seen = ((y > 0) & (y <= len(CHARS))) if i == 0 else (y > len(CHARS)) if i == 1 else (y >= 0)
            right.append(((l.argmax(-1) == y) & seen).sum() / seen.sum().clamp(min=1))
        return total, torch.stack(right)


NAMES = ["characters", "things"] + TARGETS[2:]  # of the first two: characters left, shapes and bars right
