"""W1 as transformers' own InternVL classes, with the weights of the published layout."""

from pathlib import Path

import torch
from safetensors import safe_open
from transformers import InternVLConfig, InternVLForConditionalGeneration

TILE_TOKENS = 256

VISION_NAMES = {
    "embeddings.class_embedding": "embeddings.cls_token",
    "embeddings.position_embedding": "embeddings.position_embeddings",
    "embeddings.patch_embedding.weight": "embeddings.patch_embeddings.projection.weight",
    "embeddings.patch_embedding.bias": "embeddings.patch_embeddings.projection.bias",
}
LAYER_NAMES = {"attn.proj": "attention.projection_layer", "mlp.fc1": "mlp.fc1", "mlp.fc2": "mlp.fc2",
               "norm1": "layernorm_before", "norm2": "layernorm_after"}
PROJECTOR_NAMES = {"mlp1.0": "layer_norm", "mlp1.1": "linear_1", "mlp1.3": "linear_2"}


def renamed(name, tensor):
    """The tensors that one published tensor becomes."""
    if name.startswith("language_model.model."):
        yield "model." + name.replace("language_model.model.", "language_model."), tensor
    elif name.startswith("mlp1."):
        module, kind = name.rsplit(".", 1)
        yield f"model.multi_modal_projector.{PROJECTOR_NAMES[module]}.{kind}", tensor
    elif name.startswith("vision_model.embeddings."):
        yield "model.vision_tower." + VISION_NAMES[name.removeprefix("vision_model.")], tensor
    else:
        layer, rest = name.removeprefix("vision_model.encoder.layers.").split(".", 1)
        to = f"model.vision_tower.encoder.layer.{layer}."
        if rest in ("ls1", "ls2"):
            yield to + "lambda_" + rest[2], tensor
        elif rest.startswith("attn.qkv."):
            for part, piece in zip("qkv", tensor.chunk(3)):
                yield f"{to}attention.{part}_proj.{rest.rsplit('.', 1)[1]}", piece.contiguous()
        else:
            module, kind = rest.rsplit(".", 1)
            yield f"{to}{LAYER_NAMES[module]}.{kind}", tensor


def load(directory, published):
    """published: the checkpoint's config.json."""
    vision, text = published["vision_config"], published["llm_config"]
    config = InternVLConfig(
        vision_config=dict(
            model_type="internvl_vision", hidden_size=vision["hidden_size"],
            num_hidden_layers=vision["num_hidden_layers"], num_attention_heads=vision["num_attention_heads"],
            intermediate_size=vision["intermediate_size"], attention_bias=vision["qkv_bias"], use_qk_norm=False,
            norm_type="layer_norm", layer_norm_eps=vision["layer_norm_eps"], image_size=vision["image_size"],
            patch_size=vision["patch_size"]),
        text_config={k: v for k, v in text.items() if k not in ("architectures", "torch_dtype")},
        image_token_id=IMAGE_TOKEN, downsample_ratio=published["downsample_ratio"], vision_feature_layer=-1,
        tie_word_embeddings=True)
    with torch.device("meta"):
        model = InternVLForConditionalGeneration(config)
    state = {}
    with safe_open(Path(directory) / "model.safetensors", framework="pt") as file:
        for name in file.keys():
            state.update(renamed(name, file.get_tensor(name)))
    state["lm_head.weight"] = state["model.language_model.embed_tokens.weight"]
    missing, unexpected = model.load_state_dict(state, strict=False, assign=True)
    if missing or unexpected:
        raise ValueError(f"not the same model: missing {missing[:3]}, unexpected {unexpected[:3]}")
    # Computed from the configuration, not stored, and so still without values.
    rotary = model.model.language_model.rotary_emb
    model.model.language_model.rotary_emb = type(rotary)(config.text_config)
    return model.eval()


IMAGE_TOKEN = 151_648
