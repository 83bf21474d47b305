"""The NVLM-D architecture in plain PyTorch: InternViT tower, pixel shuffle, projector, Qwen2 decoder.

Module names are those of the published checkpoints, so `state_dict()` is the checkpoint (see export.py for dummy heads).
"""

import math
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import nn


@dataclass
class VisionConfig:
    hidden_size: int = 160
    num_hidden_layers: int = 5
    num_attention_heads: int = 5
    intermediate_size: int = 512
    image_size: int = 224
    patch_size: int = 14
    layer_norm_eps: float = 1e-6


@dataclass
class TextConfig:
    vocab_size: int = 1024
    hidden_size: int = 192
    intermediate_size: int = 512
    num_hidden_layers: int = 4
    num_attention_heads: int = 6
    num_key_value_heads: int = 2
    rope_theta: float = 10000.0
    rms_norm_eps: float = 1e-6


class RMSNorm(nn.Module):
    def __init__(self, size, eps):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(size))
        self.eps = eps

    def forward(self, x):
        y = x.float()
        y = y * torch.rsqrt(y.pow(2).mean(-1, keepdim=True) + self.eps)
        return (y * self.weight).to(x.dtype)


class VisionEmbeddings(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.patch_size = c.patch_size
        self.grid = c.image_size // c.patch_size
        self.class_embedding = nn.Parameter(torch.randn(1, 1, c.hidden_size) * 0.02)
        self.patch_embedding = nn.Conv2d(3, c.hidden_size, c.patch_size, c.patch_size)
        self.position_embedding = nn.Parameter(torch.zeros(1, self.grid**2 + 1, c.hidden_size))

    def forward(self, pixels):
        # a convolution whose stride is its size is a matrix product over patches
        b, g, p = pixels.shape[0], self.grid, self.patch_size
        x = pixels.reshape(b, 3, g, p, g, p).permute(0, 2, 4, 1, 3, 5).reshape(b, g * g, 3 * p * p)
        x = F.linear(x, self.patch_embedding.weight.flatten(1), self.patch_embedding.bias)
        x = torch.cat([self.class_embedding.to(x.dtype).expand(b, -1, -1), x], 1)
        return x + self.position_embedding.to(x.dtype)


def attend(q, k, v, causal=False):
    """Attention by matrix products, (b, heads, n, size) each: PyTorch's fused CPU kernel takes four times as long here."""
    scores = (q @ k.transpose(-2, -1)).float() * q.shape[-1] ** -0.5
    if causal:
        scores = scores.masked_fill(scores.new_ones(scores.shape[-2:]).triu(1).bool(), -math.inf)
    return scores.softmax(-1).to(v.dtype) @ v


class VisionAttention(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.heads = c.num_attention_heads
        self.qkv = nn.Linear(c.hidden_size, 3 * c.hidden_size, bias=False)
        self.proj = nn.Linear(c.hidden_size, c.hidden_size)
        self.q_norm = RMSNorm(c.hidden_size, c.layer_norm_eps)
        self.k_norm = RMSNorm(c.hidden_size, c.layer_norm_eps)

    def forward(self, x):
        b, n, w = x.shape
        q, k, v = self.qkv(x).split(w, -1)
        q, k = self.q_norm(q), self.k_norm(k)
        q, k, v = (t.view(b, n, self.heads, -1).transpose(1, 2) for t in (q, k, v))
        y = attend(q, k, v)
        return self.proj(y.transpose(1, 2).reshape(b, n, w))


class VisionMlp(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.fc1 = nn.Linear(c.hidden_size, c.intermediate_size)
        self.fc2 = nn.Linear(c.intermediate_size, c.hidden_size)

    def forward(self, x):
        return self.fc2(F.gelu(self.fc1(x)))


class VisionLayer(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.attn = VisionAttention(c)
        self.mlp = VisionMlp(c)
        self.norm1 = RMSNorm(c.hidden_size, c.layer_norm_eps)
        self.norm2 = RMSNorm(c.hidden_size, c.layer_norm_eps)
        self.ls1 = nn.Parameter(torch.ones(c.hidden_size))
        self.ls2 = nn.Parameter(torch.ones(c.hidden_size))

    def forward(self, x):
        x = x + self.attn(self.norm1(x)) * self.ls1.to(x.dtype)
        return x + self.mlp(self.norm2(x)) * self.ls2.to(x.dtype)


class VisionEncoder(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.layers = nn.ModuleList(VisionLayer(c) for _ in range(c.num_hidden_layers))

    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        return x


class VisionModel(nn.Module):
    """Pixels (batch, 3, 224, 224) to features (batch, patches, hidden), the class token dropped."""

    def __init__(self, c):
        super().__init__()
        self.embeddings = VisionEmbeddings(c)
        self.encoder = VisionEncoder(c)
        start_as_convolution(self, c)

    def forward(self, pixels):
        return self.encoder(self.embeddings(pixels))[:, 1:]


@torch.no_grad()
def start_as_convolution(tower, c):
    """Let attention begin as a local filter: positions as 2-D waves, each head looking at one neighbour.

    Everything stays trainable; the start only spares the many pictures that a tower needs to find out what is near.
    """
    d, grid, heads = c.hidden_size, c.image_size // c.patch_size, c.num_attention_heads
    size = d // heads
    waves = size // 4
    freq = math.pi / 2 * torch.linspace(0, 1, waves).mul(-math.log(10)).exp()
    pos = torch.arange(grid).float()
    angle = pos[:, None] * freq
    wave = torch.cat([angle.sin(), angle.cos()], -1)  # (grid, 2 waves)
    table = torch.cat([wave[:, None].expand(-1, grid, -1), wave[None].expand(grid, -1, -1)], -1).reshape(
        grid * grid, -1
    )
    e = tower.embeddings
    e.position_embedding.normal_(0, 0.02)
    e.position_embedding[0, 1:, :size] = table
    e.patch_embedding.weight.normal_(0, 588**-0.5)
    e.patch_embedding.weight[:size] *= 0.1
    e.patch_embedding.bias.zero_()
    offsets = [
        (0, 0),
        (0, 1),
        (0, -1),
        (1, 0),
        (-1, 0),
        (1, 1),
        (-1, -1),
        (0, 2),
        (0, -2),
        (1, -1),
        (-1, 1),
        (2, 0),
        (-2, 0),
    ]
    for n, layer in enumerate(tower.encoder.layers):
        nn.init.trunc_normal_(layer.attn.qkv.weight, std=0.4 * d**-0.5)
        nn.init.trunc_normal_(layer.attn.proj.weight, std=0.5 * d**-0.5)
        nn.init.zeros_(layer.attn.proj.bias)
        nn.init.trunc_normal_(layer.mlp.fc1.weight, std=d**-0.5)
        nn.init.trunc_normal_(layer.mlp.fc2.weight, std=0.3 * c.intermediate_size**-0.5)
        nn.init.zeros_(layer.mlp.fc1.bias)
        nn.init.zeros_(layer.mlp.fc2.bias)
        if n == c.num_hidden_layers - 1:
            continue
        for h in range(heads - 1):  # one head stays free
            dy, dx = offsets[(h + n * (heads - 1)) % len(offsets)]
            rows = slice(h * size, (h + 1) * size)
            turn = torch.zeros(size, size)
            for i, (step, start) in enumerate(((dy, 0), (dx, 2 * waves))):
                s, k = torch.sin(step * freq), torch.cos(step * freq)
                a = torch.arange(waves) + start
                turn[a, a], turn[a, a + waves] = k, s
                turn[a + waves, a + waves], turn[a + waves, a] = k, -s
            layer.attn.qkv.weight[rows, :size] += turn
            layer.attn.qkv.weight[d + h * size : d + (h + 1) * size, :size] += torch.eye(size)
        layer.attn.q_norm.weight.fill_(1.6)


def pixel_shuffle(x):
    """(b, grid², c) to (b, grid²/4, 4c), order: row in block, column in block, channel (`ps_version` v2)."""
    b, n, c = x.shape
    g = math.isqrt(n)
    return x.view(b, g // 2, 2, g // 2, 2, c).permute(0, 1, 3, 2, 4, 5).reshape(b, n // 4, 4 * c)


def rope_table(length, size, theta):
    freq = theta ** (-torch.arange(0, size, 2).float() / size)
    angle = torch.arange(length).float()[:, None] * freq
    angle = torch.cat([angle, angle], -1)
    return angle.cos(), angle.sin()


def rotate(x, cos, sin):
    a, b = x.chunk(2, -1)
    return x * cos + torch.cat([-b, a], -1) * sin


class TextAttention(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.heads, self.groups = c.num_attention_heads, c.num_key_value_heads
        self.size = c.hidden_size // self.heads
        self.q_proj = nn.Linear(c.hidden_size, self.heads * self.size)
        self.k_proj = nn.Linear(c.hidden_size, self.groups * self.size)
        self.v_proj = nn.Linear(c.hidden_size, self.groups * self.size)
        self.o_proj = nn.Linear(self.heads * self.size, c.hidden_size, bias=False)

    def forward(self, x, cos, sin, cache=None):
        b, n, _ = x.shape
        q = rotate(self.q_proj(x).view(b, n, self.heads, -1).transpose(1, 2), cos, sin)
        k = rotate(self.k_proj(x).view(b, n, self.groups, -1).transpose(1, 2), cos, sin)
        v = self.v_proj(x).view(b, n, self.groups, -1).transpose(1, 2)
        if cache is not None:
            if cache:
                k, v = torch.cat([cache[0], k], 2), torch.cat([cache[1], v], 2)
            cache[:] = [k, v]
        k, v = (t.repeat_interleave(self.heads // self.groups, 1) for t in (k, v))
        y = attend(q.to(v.dtype), k.to(v.dtype), v, causal=n > 1)
        return self.o_proj(y.transpose(1, 2).reshape(b, n, -1))


class TextMlp(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.gate_proj = nn.Linear(c.hidden_size, c.intermediate_size, bias=False)
        self.up_proj = nn.Linear(c.hidden_size, c.intermediate_size, bias=False)
        self.down_proj = nn.Linear(c.intermediate_size, c.hidden_size, bias=False)

    def forward(self, x):
        return self.down_proj(F.silu(self.gate_proj(x)) * self.up_proj(x))


class TextLayer(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.self_attn = TextAttention(c)
        self.mlp = TextMlp(c)
        self.input_layernorm = RMSNorm(c.hidden_size, c.rms_norm_eps)
        self.post_attention_layernorm = RMSNorm(c.hidden_size, c.rms_norm_eps)

    def forward(self, x, cos, sin, cache=None):
        x = x + self.self_attn(self.input_layernorm(x), cos, sin, cache)
        return x + self.mlp(self.post_attention_layernorm(x))


class TextModel(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.embed_tokens = nn.Embedding(c.vocab_size, c.hidden_size)
        self.layers = nn.ModuleList(TextLayer(c) for _ in range(c.num_hidden_layers))
        self.norm = RMSNorm(c.hidden_size, c.rms_norm_eps)
        cos, sin = rope_table(4096, c.hidden_size // c.num_attention_heads, c.rope_theta)
        self.register_buffer("cos", cos, persistent=False)
        self.register_buffer("sin", sin, persistent=False)

    def forward(self, x, start=0, caches=None, between=None):
        """With `between`, a number of layers, also what comes out of that many."""
        cos, sin = self.cos[start : start + x.shape[1]], self.sin[start : start + x.shape[1]]
        for i, layer in enumerate(self.layers):
            x = layer(x, cos, sin, None if caches is None else caches[i])
            if i + 1 == between:
                middle = x
        return self.norm(x) if between is None else (self.norm(x), middle)


class LanguageModel(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.model = TextModel(c)
        self.lm_head = nn.Linear(c.hidden_size, c.vocab_size, bias=False)


class DemoModel(nn.Module):
    def __init__(self, vision=None, text=None):
        super().__init__()
        v, t = vision or VisionConfig(), text or TextConfig()
        self.vision_config, self.text_config = v, t
        self.vision_model = VisionModel(v)
        wide = 4 * v.hidden_size
        self.mlp1 = nn.Sequential(
            nn.LayerNorm(wide),
            nn.Linear(wide, t.intermediate_size, bias=False),
            nn.GELU(),
            nn.Linear(t.intermediate_size, t.hidden_size, bias=False),
        )
        self.language_model = LanguageModel(t)
        for name, p in self.language_model.named_parameters():
            if p.dim() == 2:
                out = name.endswith(("o_proj.weight", "down_proj.weight"))
                nn.init.normal_(p, 0, p.shape[1] ** -0.5 * (0.4 if out else 1.0) if "embed" not in name else 0.5)
        nn.init.normal_(self.language_model.lm_head.weight, 0, 0.02)

    def features(self, pixels):
        """Patch features and decoder tokens of each tile."""
        patches = self.vision_model(pixels)
        return patches, self.mlp1(pixel_shuffle(patches))

    def embed(self, ids, tokens, pad_id):
        """Token embeddings with the picture tokens in the places of the pads, in order."""
        x = self.language_model.model.embed_tokens(ids)
        if tokens is None:
            return x
        where = (ids == pad_id).unsqueeze(-1)
        return x.to(tokens.dtype).masked_scatter(where, tokens.reshape(-1, tokens.shape[-1]))
