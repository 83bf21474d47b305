"""Makes the model card's device maps for 1 to 16 GPUs, to hold the engine's against.

    python make_device_maps.py       writes ../resources/device/card-maps.json

Plain Python. Written from the rule in words: the first GPU counts as half, layers are dealt out from 0 on, and the last
layer goes back to the first GPU, where everything that is not a layer lives.
"""

import json
import math
from pathlib import Path

LAYERS = [1, 2, 3, 4, 24, 28, 32, 48, 64, 80, 126]


def gpu_of_layers(gpus, layers):
    per_gpu = math.ceil(layers / (gpus - 0.5))
    wanted = [math.ceil(per_gpu * 0.5)] + [per_gpu] * (gpus - 1)
    dealt = [gpu for gpu, count in enumerate(wanted) for _ in range(count)]
    assert len(dealt) >= layers
    return [0 if layer == layers - 1 else dealt[layer] for layer in range(layers)]


def main():
    # A letter per layer: "a" is the first GPU.
    maps = {str(layers): ["".join(chr(ord("a") + gpu) for gpu in gpu_of_layers(gpus, layers))
                          for gpus in range(1, 17)] for layers in LAYERS}
    out = Path(__file__).resolve().parent.parent / "resources" / "device" / "card-maps.json"
    out.write_text(json.dumps(maps, indent=1) + "\n")


if __name__ == "__main__":
    main()
