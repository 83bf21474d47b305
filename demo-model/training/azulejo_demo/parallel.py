"""Several single-threaded processes that train one model: on a busy machine they wait for each other once a step only.

Start with `python -m torch.distributed.run --nproc-per-node 2 -m azulejo_demo.train_vision …`; without it there is one process.
"""

import os

import torch
import torch.distributed as dist


def start(threads):
    """Number of this process and how many there are."""
    if "WORLD_SIZE" not in os.environ:
        torch.set_num_threads(threads)
        return 0, 1
    torch.set_num_threads(1)
    dist.init_process_group("gloo")
    return dist.get_rank(), dist.get_world_size()


def share(params, factor, stop):
    """Averages the gradients; all take the first process's rate factor, and stop together when one wants to."""
    if not dist.is_initialized():
        return factor, stop
    mine = torch.tensor([factor if dist.get_rank() == 0 else 0.0, float(stop)])
    params = [p for p in params if p.grad is not None]
    flat = torch.cat([p.grad.flatten() for p in params] + [mine])
    dist.all_reduce(flat)
    at, n = 0, dist.get_world_size()
    for p in params:
        p.grad.copy_(flat[at : at + p.numel()].view_as(p).div_(n))
        at += p.numel()
    return flat[-2].item(), flat[-1].item() > 0


def mine(n):
    """Which of n equal pieces of work this process does."""
    return range(dist.get_rank(), n, dist.get_world_size()) if dist.is_initialized() else range(n)


def gather(tensors):
    """The tensors of all processes, each of which did some and left zeros elsewhere."""
    if not dist.is_initialized():
        return tensors
    flat = torch.cat([t.flatten() for t in tensors])
    dist.all_reduce(flat)
    return [f.view_as(t) for f, t in zip(flat.split([t.numel() for t in tensors]), tensors)]
