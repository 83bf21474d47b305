"""Makes the models that everything is measured on: published shapes with random weights, in every peer's format.

    python make_models.py DIRECTORY w1 [w2]           checkpoints and GGUF in bf16 and f16
    python make_models.py DIRECTORY w1 --quantize P   also Q8_0 and Q4_0, by llama.cpp's llama-quantize at P

W1 has the shape of InternVL2-1B (InternViT-300M and a decoder like Qwen2-0.5B), W2 that of Qwen2-1.5B. Seeds are
fixed: the same versions give the same files. What exists is kept.

    w1/            Hugging Face layout of InternVLChatModel, bf16
    w1-text/       its decoder alone, Qwen2ForCausalLM
    w1-bf16.gguf   the decoder for llama.cpp, and -f16 for OpenVINO, which does not read bf16
    w2/, w2-*.gguf likewise; W2 has no pictures
"""

import argparse
import json
import random
import shutil
import subprocess
from pathlib import Path

import torch
from gguf import GGMLQuantizationType, GGUFWriter
from safetensors.torch import save_file
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers

SCALE = 0.02  # activations stay finite through all layers
BYTE_TOKENS = 256
MERGED_VOCABULARY = 151_643  # Qwen2's
CONTROL_TOKENS = ["<|endoftext|>", "<|im_start|>", "<|im_end|>", "<img>", "</img>", "<IMG_CONTEXT>"]
SPLIT = (
    r"""(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"""
)

LLM = dict(architectures=["Qwen2ForCausalLM"], model_type="qwen2", hidden_act="silu", max_position_embeddings=32768,
           rms_norm_eps=1e-6, rope_theta=1_000_000.0, tie_word_embeddings=True, use_sliding_window=False,
           torch_dtype="bfloat16", bos_token_id=151_643, eos_token_id=151_645)
W1_TEXT = LLM | dict(vocab_size=151_674, hidden_size=896, intermediate_size=4864, num_hidden_layers=24,
                     num_attention_heads=14, num_key_value_heads=2)
W1_VISION = dict(architectures=["InternVisionModel"], model_type="intern_vit_6b", hidden_size=1024,
                 num_attention_heads=16, intermediate_size=4096, num_hidden_layers=24, patch_size=14, image_size=448,
                 num_channels=3, norm_type="layer_norm", layer_norm_eps=1e-6, qk_normalization=False, qkv_bias=True,
                 hidden_act="gelu")
W1 = dict(architectures=["InternVLChatModel"], model_type="internvl_chat", template="Hermes-2", ps_version="v2",
          select_layer=-1, force_image_size=448, downsample_ratio=0.5, dynamic_image_size=True, use_thumbnail=True,
          min_dynamic_patch=1, max_dynamic_patch=12, torch_dtype="bfloat16", llm_config=W1_TEXT,
          vision_config=W1_VISION)
W2 = LLM | dict(vocab_size=151_936, hidden_size=1536, intermediate_size=8960, num_hidden_layers=28,
                num_attention_heads=12, num_key_value_heads=2)


def tokenizer_of_published_size(size):
    """A byte-level BPE with as many entries as Qwen2's, its merges drawn at random instead of learnt.

    All words of one to three letters are entries, with and without a space in front, and random longer ones: text of
    lower-case letters takes three to four letters a token, as English does with the published tokenizer.
    """
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    vocabulary = {symbol: i for i, symbol in enumerate(alphabet)}
    merges = []
    letters = [chr(c) for c in range(ord("a"), ord("z") + 1)]
    space = "Ġ"

    def merge(left, right):
        if left + right not in vocabulary:
            vocabulary[left + right] = len(vocabulary)
            merges.append((left, right))

    pairs = [a + b for a in letters for b in letters]
    for pair in pairs:
        merge(pair[0], pair[1])
    for start in letters + pairs:
        merge(space, start)
    triples = [pair + c for pair in pairs for c in letters]
    for triple in triples:
        merge(triple[:2], triple[2])
    for triple in triples:
        merge(space + triple[:2], triple[2])
    draw = random.Random(1)
    while len(vocabulary) < MERGED_VOCABULARY:
        front = draw.choice(["", space]) + draw.choice(triples)
        merge(front, draw.choice(pairs if draw.random() < 0.7 else triples))
    tokenizer = Tokenizer(models.BPE(vocab=vocabulary, merges=merges))
    tokenizer.normalizer = normalizers.NFC()
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Split(Regex(SPLIT), behavior="isolated", invert=False),
        pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])
    tokenizer.decoder = decoders.ByteLevel()
    fillers = [f"<|unused_{i}|>" for i in range(size - MERGED_VOCABULARY - len(CONTROL_TOKENS))]
    tokenizer.add_tokens([AddedToken(token, special=True, normalized=False) for token in CONTROL_TOKENS + fillers])
    return tokenizer


def write_tokenizer(tokenizer, directory):
    tokenizer.save(str(directory / "tokenizer.json"), pretty=False)
    (directory / "tokenizer_config.json").write_text(json.dumps(dict(
        add_bos_token=False, add_prefix_space=False, bos_token=None, eos_token="<|im_end|>",
        pad_token="<|endoftext|>", unk_token=None, tokenizer_class="Qwen2Tokenizer", model_max_length=32768)) + "\n")


class Weights(dict):
    """Tensors in bf16 by name, drawn one after another."""

    def __init__(self, seed):
        super().__init__()
        self.generator = torch.Generator().manual_seed(seed)

    def normal(self, name, *shape, scale=SCALE):
        self[name] = (torch.randn(*shape, generator=self.generator) * scale).to(torch.bfloat16)

    def constant(self, name, value, *shape):
        self[name] = torch.full(shape, value, dtype=torch.bfloat16)

    def linear(self, name, outputs, inputs, bias):
        self.normal(name + ".weight", outputs, inputs)
        if bias:
            self.normal(name + ".bias", outputs)

    def norm(self, name, width, bias=False):
        self.constant(name + ".weight", 1.0, width)
        if bias:
            self.constant(name + ".bias", 0.0, width)


def decoder(config, seed):
    w = Weights(seed)
    hidden = config["hidden_size"]
    kv = hidden // config["num_attention_heads"] * config["num_key_value_heads"]
    w.normal("model.embed_tokens.weight", config["vocab_size"], hidden)
    # Tokens with no text of their own are never chosen: their logits are 0, and those of others are not.
    table = w["model.embed_tokens.weight"]
    table[:BYTE_TOKENS] = 0
    table[MERGED_VOCABULARY:] = 0
    for i in range(config["num_hidden_layers"]):
        layer = f"model.layers.{i}."
        w.norm(layer + "input_layernorm", hidden)
        w.linear(layer + "self_attn.q_proj", hidden, hidden, True)
        w.linear(layer + "self_attn.k_proj", kv, hidden, True)
        w.linear(layer + "self_attn.v_proj", kv, hidden, True)
        w.linear(layer + "self_attn.o_proj", hidden, hidden, False)
        w.norm(layer + "post_attention_layernorm", hidden)
        w.linear(layer + "mlp.gate_proj", config["intermediate_size"], hidden, False)
        w.linear(layer + "mlp.up_proj", config["intermediate_size"], hidden, False)
        w.linear(layer + "mlp.down_proj", hidden, config["intermediate_size"], False)
    w.norm("model.norm", hidden)
    return w


def vision(config, llm_hidden, seed):
    w = Weights(seed)
    hidden, patch = config["hidden_size"], config["patch_size"]
    positions = (config["image_size"] // patch) ** 2 + 1
    e = "vision_model.embeddings."
    w.normal(e + "class_embedding", 1, 1, hidden)
    w.normal(e + "patch_embedding.weight", hidden, config["num_channels"], patch, patch)
    w.normal(e + "patch_embedding.bias", hidden)
    w.normal(e + "position_embedding", 1, positions, hidden)
    for i in range(config["num_hidden_layers"]):
        layer = f"vision_model.encoder.layers.{i}."
        w.linear(layer + "attn.qkv", 3 * hidden, hidden, True)
        w.linear(layer + "attn.proj", hidden, hidden, True)
        w.linear(layer + "mlp.fc1", config["intermediate_size"], hidden, True)
        w.linear(layer + "mlp.fc2", hidden, config["intermediate_size"], True)
        w.norm(layer + "norm1", hidden, True)
        w.norm(layer + "norm2", hidden, True)
        w.constant(layer + "ls1", 0.1, hidden)
        w.constant(layer + "ls2", 0.1, hidden)
    w.norm("mlp1.0", 4 * hidden, True)
    w.linear("mlp1.1", llm_hidden, 4 * hidden, True)
    w.linear("mlp1.3", llm_hidden, llm_hidden, True)
    return w


def write_checkpoint(directory, config, tokenizer, tensors):
    """Whole or not at all: a directory that exists is complete."""
    making = directory.with_name(directory.name + ".making")
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(parents=True)
    (making / "config.json").write_text(json.dumps(config, indent=1) + "\n")
    write_tokenizer(tokenizer, making)
    save_file(tensors, making / "model.safetensors", metadata={"format": "pt"})
    making.rename(directory)


GGUF_NAMES = {
    "input_layernorm": "attn_norm", "self_attn.q_proj": "attn_q", "self_attn.k_proj": "attn_k",
    "self_attn.v_proj": "attn_v", "self_attn.o_proj": "attn_output", "post_attention_layernorm": "ffn_norm",
    "mlp.gate_proj": "ffn_gate", "mlp.up_proj": "ffn_up", "mlp.down_proj": "ffn_down"}


def gguf_name(name):
    module, kind = name.removeprefix("model.").rsplit(".", 1)
    if module == "embed_tokens":
        return "token_embd." + kind
    if module == "norm":
        return "output_norm." + kind
    _, layer, rest = module.split(".", 2)
    return f"blk.{layer}.{GGUF_NAMES[rest]}.{kind}"


def write_gguf(path, name, config, tokenizer, tensors, half):
    making = path.with_suffix(".making")
    writer = GGUFWriter(str(making), "qwen2")
    writer.add_name(name)
    writer.add_context_length(config["max_position_embeddings"])
    writer.add_embedding_length(config["hidden_size"])
    writer.add_feed_forward_length(config["intermediate_size"])
    writer.add_block_count(config["num_hidden_layers"])
    writer.add_head_count(config["num_attention_heads"])
    writer.add_head_count_kv(config["num_key_value_heads"])
    writer.add_rope_freq_base(config["rope_theta"])
    writer.add_layer_norm_rms_eps(config["rms_norm_eps"])
    writer.add_file_type(1 if half == torch.float16 else 32)
    definition = json.loads(tokenizer.to_str())
    added = {token["id"]: token["content"] for token in definition["added_tokens"]}
    entries = {i: entry for entry, i in definition["model"]["vocab"].items()} | added
    ids = range(config["vocab_size"])
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("qwen2")
    writer.add_token_list([entries[i] for i in ids])
    writer.add_token_types([3 if i in added else 1 for i in ids])
    writer.add_token_merges([" ".join(merge) for merge in definition["model"]["merges"]])
    writer.add_bos_token_id(config["bos_token_id"])
    writer.add_eos_token_id(config["eos_token_id"])
    writer.add_pad_token_id(config["bos_token_id"])
    writer.add_add_bos_token(False)
    for name, tensor in tensors.items():
        if tensor.dim() == 1:
            writer.add_tensor(gguf_name(name), tensor.float().numpy())
        elif half == torch.float16:
            writer.add_tensor(gguf_name(name), tensor.to(half).numpy())
        else:
            writer.add_tensor(gguf_name(name), tensor.view(torch.uint8).numpy(), raw_dtype=GGMLQuantizationType.BF16)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    making.rename(path)


def make(directory, name, quantize):
    text = W1_TEXT if name == "w1" else W2
    checkpoint, text_only = directory / name, directory / (f"{name}-text" if name == "w1" else name)
    halves = {directory / f"{name}-bf16.gguf": torch.bfloat16, directory / f"{name}-f16.gguf": torch.float16}
    if not all(path.exists() for path in (checkpoint, text_only, *halves)):
        print(f"{name}: drawing weights", flush=True)
        tokenizer = tokenizer_of_published_size(text["vocab_size"])
        weights = decoder(text, seed=1 if name == "w1" else 2)
        if not text_only.exists():
            write_checkpoint(text_only, text, tokenizer, weights)
        if not checkpoint.exists():
            pictures = vision(W1_VISION, text["hidden_size"], seed=3)
            write_checkpoint(checkpoint, W1, tokenizer,
                             pictures | {"language_model." + key: value for key, value in weights.items()})
        for path, half in halves.items():
            if not path.exists():
                print(f"{name}: writing {path.name}", flush=True)
                write_gguf(path, name, text, tokenizer, weights, half)
    for kind in ("Q8_0", "Q4_0") if quantize else ():
        path = directory / f"{name}-{kind.lower()}.gguf"
        if not path.exists():
            print(f"{name}: writing {path.name}", flush=True)
            making = path.with_suffix(".making")
            subprocess.run([quantize, directory / f"{name}-f16.gguf", making, kind, "2"], check=True,
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            making.rename(path)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("directory", type=Path)
    parser.add_argument("models", nargs="+", choices=["w1", "w2"])
    parser.add_argument("--quantize", type=Path)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    arguments.directory.mkdir(parents=True, exist_ok=True)
    for name in arguments.models:
        make(arguments.directory, name, arguments.quantize)


if __name__ == "__main__":
    main()
