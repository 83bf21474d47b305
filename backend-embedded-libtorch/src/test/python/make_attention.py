"""Makes the golden attention of the tiny checkpoints.

    python make_attention.py         writes attention.safetensors beside the values of make_golden.py, which runs first

Needs torch 2.10, transformers 5.23 and safetensors. The weights are those of the checkpoints; the attention is what
transformers' eager implementation tells (output_attentions), in float32, without a cache, over the prompt's embeddings
(features in place) and the greedy answer behind them.

    attention   [answer tokens, context]: the mean over all heads and the last half of the layers (of three layers the
                last two). Row i is that of the position at which the answer's token i was chosen, so the first row is
                the prompt's last position. Columns behind a row's own position are 0.
"""

import json

import torch
from safetensors.torch import load_file, save_file

from make_golden import FAMILIES, OUT, decoder, reference_config


@torch.no_grad()
def make(name, family):
    directory = OUT / name
    expected = json.loads((directory / "expected.json").read_text())
    tensors = {}
    for file in sorted(directory.glob("model*.safetensors")):
        tensors |= load_file(file)
    prefix = "language_model." if "vision" in family else ""
    # lm_head of a tied checkpoint is not stored; it plays no part here.
    state = {key.removeprefix(prefix): value.float() for key, value in tensors.items()
             if key.startswith(prefix + "model.") or key.startswith(prefix + "lm_head.")}
    model = decoder(family["llm"], reference_config(family), torch.Generator().manual_seed(0))
    missing, unexpected = model.load_state_dict(state, strict=False)
    assert not unexpected and all(key == "lm_head.weight" for key in missing), (missing, unexpected)
    model.tie_weights()
    prompt = load_file(directory / "expected.safetensors")["embeddings"]
    answer = expected["greedyTokens"]
    embeddings = torch.cat([prompt, model.get_input_embeddings().weight[torch.tensor(answer[:-1])]])
    out = model(inputs_embeds=embeddings[None], use_cache=False, output_attentions=True)
    layers = torch.stack(out.attentions)[:, 0]  # [layers, heads, rows, context]
    mean = layers[layers.shape[0] // 2:].mean(dim=(0, 1))
    rows = mean[prompt.shape[0] - 1:]
    assert rows.shape == (len(answer), len(prompt) + len(answer) - 1)
    assert [int(t) for t in out.logits[0, prompt.shape[0] - 1:].argmax(-1)] == answer
    save_file({"attention": rows.contiguous()}, directory / "attention.safetensors")
    print(name, tuple(rows.shape))


def main():
    torch.set_num_threads(1)
    for name, family in FAMILIES.items():
        make(name, family)


if __name__ == "__main__":
    main()
