"""Keeps the weights of an unfinished run, small enough for git. Usage: python -m azulejo_demo.keep --from answers.pt --to FILE

`train_answers --start FILE` goes on from there; the optimiser starts afresh.
"""

import argparse

import torch


def bf16(weights):
    return {k: v.to(torch.bfloat16) if v.is_floating_point() else v for k, v in weights.items()}


def main():
    a = argparse.ArgumentParser()
    a.add_argument("--from", dest="source", required=True)
    a.add_argument("--to", required=True)
    a = a.parse_args()
    s = torch.load(a.source)
    torch.save({"model": bf16(s["model"]), "heads": bf16(s["heads"]), "step": s["step"]}, a.to)
    print(f"step {s['step']}")


if __name__ == "__main__":
    main()
