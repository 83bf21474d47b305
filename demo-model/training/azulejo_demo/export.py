"""Writes a checkpoint in the Hugging Face layout of NVLM-D.

Usage: python -m azulejo_demo.export --from answers.pt --to DIR
"""

import argparse
import hashlib
import json
import os
import shutil

import torch
from safetensors.torch import load_file, save_file

from . import tokenizer
from .model import DemoModel

DUMMY_HEADS = 1
FILES = [
    "config.json",
    "generation_config.json",
    "model.safetensors",
    "preprocessor_config.json",
    "tokenizer.json",
    "tokenizer_config.json",
]
CHAT_TEMPLATE = (
    "{% if messages[0]['role'] != 'system' %}{{ '<|im_start|>system\nAnswer the questions.<|im_end|>' }}{% endif %}"
    "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' }}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
)


def pad_heads(name, t, width, extra):
    """Adds the dummy heads: zero rows at the end of each third of qkv, zeros in the norms, zero columns in proj."""
    if name.endswith("attn.qkv.weight"):
        return torch.cat([torch.cat([part, torch.zeros(extra, width)]) for part in t.split(width)])
    if name.endswith(("attn.q_norm.weight", "attn.k_norm.weight")):
        return torch.cat([t, torch.zeros(extra)])
    if name.endswith("attn.proj.weight"):
        return torch.cat([t, torch.zeros(width, extra)], 1)
    return t


def drop_heads(name, t, width, extra):
    if name.endswith("attn.qkv.weight"):
        return torch.cat([part[:width] for part in t.split(width + extra)])
    if name.endswith(("attn.q_norm.weight", "attn.k_norm.weight")):
        return t[:width]
    if name.endswith("attn.proj.weight"):
        return t[:, :width]
    return t


def config(model, ids):
    v, t = model.vision_config, model.text_config
    return {
        "architectures": ["NVLM_D_Model"],
        "model_type": "NVLM_D",
        "torch_dtype": "bfloat16",
        "template": "chatml",
        "force_image_size": v.image_size,
        "downsample_ratio": 0.5,
        "ps_version": "v2",
        "select_layer": -1,
        "dynamic_image_size": True,
        "use_thumbnail": True,
        "min_dynamic_patch": 1,
        "max_dynamic_patch": 1,
        "tie_word_embeddings": False,
        "use_cache": True,
        "llm_config": {
            "architectures": ["Qwen2ForCausalLM"],
            "model_type": "qwen2",
            "torch_dtype": "bfloat16",
            "hidden_act": "silu",
            "hidden_size": t.hidden_size,
            "intermediate_size": t.intermediate_size,
            "num_hidden_layers": t.num_hidden_layers,
            "num_attention_heads": t.num_attention_heads,
            "num_key_value_heads": t.num_key_value_heads,
            "rope_theta": t.rope_theta,
            "rms_norm_eps": t.rms_norm_eps,
            "vocab_size": t.vocab_size,
            "max_position_embeddings": 4096,
            "tie_word_embeddings": False,
            "use_sliding_window": False,
            "attention_dropout": 0.0,
            "initializer_range": 0.02,
            "bos_token_id": ids["<|endoftext|>"],
            "eos_token_id": ids["<|im_end|>"],
        },
        "vision_config": {
            "architectures": ["InternVisionModel"],
            "model_type": "intern_vit_6b",
            "torch_dtype": "bfloat16",
            "hidden_size": v.hidden_size,
            "num_hidden_layers": v.num_hidden_layers,
            "num_attention_heads": v.num_attention_heads,
            "num_dummy_heads": DUMMY_HEADS,
            "intermediate_size": v.intermediate_size,
            "image_size": v.image_size,
            "patch_size": v.patch_size,
            "num_channels": 3,
            "qk_normalization": True,
            "qkv_bias": False,
            "norm_type": "rms_norm",
            "layer_norm_eps": v.layer_norm_eps,
            "hidden_act": "gelu",
            "attention_dropout": 0.0,
            "dropout": 0.0,
            "drop_path_rate": 0.0,
            "initializer_factor": 0.1,
            "initializer_range": 0.02,
            "use_flash_attn": False,
        },
    }


def write_json(directory, name, value):
    with open(os.path.join(directory, name), "w") as f:
        json.dump(value, f, indent=2)
        f.write("\n")


def export(model, directory):
    os.makedirs(directory, exist_ok=True)
    t = tokenizer.load()
    ids = {s: t.token_to_id(s) for s in tokenizer.SPECIAL}
    v = model.vision_config
    extra = DUMMY_HEADS * v.hidden_size // v.num_attention_heads
    tensors = {
        n: pad_heads(n, p.detach().float(), v.hidden_size, extra).to(torch.bfloat16).contiguous()
        for n, p in model.state_dict().items()
    }
    save_file(tensors, os.path.join(directory, "model.safetensors"), metadata={"format": "pt"})
    write_json(directory, "config.json", config(model, ids))
    write_json(
        directory,
        "generation_config.json",
        {
            "do_sample": False,
            "eos_token_id": ids["<|im_end|>"],
            "pad_token_id": ids["<|endoftext|>"],
            "max_new_tokens": 128,
        },
    )
    write_json(
        directory,
        "preprocessor_config.json",
        {
            "image_processor_type": "CLIPImageProcessor",
            "do_resize": True,
            "size": v.image_size,
            "do_center_crop": False,
            "crop_size": v.image_size,
            "do_rescale": True,
            "rescale_factor": 1 / 255,
            "do_normalize": True,
            "image_mean": [0.485, 0.456, 0.406],
            "image_std": [0.229, 0.224, 0.225],
            "resample": 3,
        },
    )
    shutil.copy(tokenizer.path(), os.path.join(directory, "tokenizer.json"))
    write_json(
        directory,
        "tokenizer_config.json",
        {
            "tokenizer_class": "Qwen2Tokenizer",
            "add_prefix_space": False,
            "add_bos_token": False,
            "bos_token": None,
            "unk_token": None,
            "errors": "replace",
            "clean_up_tokenization_spaces": False,
            "split_special_tokens": False,
            "model_max_length": 4096,
            "eos_token": "<|im_end|>",
            "pad_token": "<|endoftext|>",
            "additional_special_tokens": tokenizer.SPECIAL,
            "added_tokens_decoder": {
                str(i): {
                    "content": s,
                    "lstrip": False,
                    "normalized": False,
                    "rstrip": False,
                    "single_word": False,
                    "special": True,
                }
                for s, i in ids.items()
            },
            "chat_template": CHAT_TEMPLATE,
        },
    )
    with open(os.path.join(directory, "checkpoint.files"), "w") as out:
        for name in FILES:
            with open(os.path.join(directory, name), "rb") as f:
                data = f.read()
            out.write(f"{name} {hashlib.sha256(data).hexdigest()} {len(data)}\n")


def load(directory):
    """The model of an exported checkpoint, weights as exported (bf16 values)."""
    model = DemoModel()
    v = model.vision_config
    extra = DUMMY_HEADS * v.hidden_size // v.num_attention_heads
    tensors = load_file(os.path.join(directory, "model.safetensors"))
    model.load_state_dict({n: drop_heads(n, p.float(), v.hidden_size, extra) for n, p in tensors.items()})
    return model.eval()


def main():
    a = argparse.ArgumentParser()
    a.add_argument("--from", dest="source")
    a.add_argument("--to", required=True)
    a.add_argument(
        "--weights", default="ema", choices=["ema", "model"], help="averaged over the last steps, or the last"
    )
    a = a.parse_args()
    torch.manual_seed(0)
    model = DemoModel()
    if a.source:
        s = torch.load(a.source)
        if "ema" in s:
            model.load_state_dict(s[a.weights])
        else:
            model.vision_model.load_state_dict(s["vision"])
    export(model, a.to)
    again = load(a.to)
    for (n, x), (_, y) in zip(model.state_dict().items(), again.state_dict().items()):
        assert torch.equal(x.to(torch.bfloat16).float(), y), n
    print(
        "exported",
        sum(p.numel() for p in model.parameters()),
        "parameters to",
        a.to,
        os.path.getsize(os.path.join(a.to, "model.safetensors")),
        "bytes",
    )


if __name__ == "__main__":
    main()
