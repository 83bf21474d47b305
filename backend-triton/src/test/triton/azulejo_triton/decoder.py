"""A Qwen2 decoder with a KV cache per sequence; one step advances many sequences together."""

import numpy as np

from .vision import rms_norm, softmax


class Cache:
    """Keys and values of one sequence, [layers, kv heads, capacity, head size] each."""

    def __init__(self, decoder, capacity):
        shape = (decoder.layers, decoder.kv_heads, capacity, decoder.head_dim)
        self.keys = np.empty(shape, np.float32)
        self.values = np.empty(shape, np.float32)
        self.length = 0


class Decoder:

    def __init__(self, checkpoint):
        config = checkpoint.llm
        if config.get("rope_scaling"):
            raise ValueError("scaled rope is not supported")
        self.layers = config["num_hidden_layers"]
        self.heads = config["num_attention_heads"]
        self.kv_heads = config["num_key_value_heads"]
        self.hidden = config["hidden_size"]
        self.head_dim = config.get("head_dim", self.hidden // self.heads)
        self._eps = config["rms_norm_eps"]
        self._weights = [self._fused(checkpoint.weights, layer) for layer in range(self.layers)]
        model = "language_model.model."
        self.embeddings = checkpoint.weights[model + "embed_tokens.weight"]
        self._norm = checkpoint.weights[model + "norm.weight"]
        tied = config.get("tie_word_embeddings", False)
        self._head = self.embeddings if tied else checkpoint.weights["language_model.lm_head.weight"]
        powers = np.arange(0, self.head_dim, 2) / self.head_dim
        angles = np.outer(np.arange(checkpoint.context), config["rope_theta"] ** -powers)
        self._cos, self._sin = np.cos(angles).astype(np.float32), np.sin(angles).astype(np.float32)

    @staticmethod
    def _fused(weights, layer):
        """Projections of the same input side by side: one product instead of three, laid out for x @ w."""
        name = f"language_model.model.layers.{layer}."
        attention, mlp = name + "self_attn.", name + "mlp."

        def columns(*names):
            return np.ascontiguousarray(np.concatenate([weights[n + ".weight"] for n in names]).T)

        qkv = [attention + part + "_proj" for part in "qkv"]
        return dict(
            norm1=weights[name + "input_layernorm.weight"], norm2=weights[name + "post_attention_layernorm.weight"],
            qkv=columns(*qkv), bias=np.concatenate([weights[n + ".bias"] for n in qkv]),
            o=columns(attention + "o_proj"), gate_up=columns(mlp + "gate_proj", mlp + "up_proj"),
            down=columns(mlp + "down_proj"))

    def prefill(self, x, cache):
        """The prompt's embeddings [tokens, hidden] at once; gives the logits after the last."""
        n = len(x)
        positions = np.arange(n)
        future = np.triu(np.full((n, n), -np.inf, np.float32), 1)
        group = self.heads // self.kv_heads

        def attend(layer, q, k, v):
            keys, values = cache.keys[layer], cache.values[layer]
            keys[:, :n], values[:, :n] = k.transpose(1, 0, 2), v.transpose(1, 0, 2)
            q = q.reshape(n, self.kv_heads, group, -1).transpose(1, 2, 0, 3)
            scores = softmax(q @ keys[:, None, :n].transpose(0, 1, 3, 2) + future)
            return (scores @ values[:, None, :n]).transpose(2, 0, 1, 3).reshape(n, -1)

        x = self._layers(x, positions, attend)
        cache.length = n
        return self._logits(x[-1:])[0]

    def step(self, tokens, caches):
        """One more token of each sequence; gives the logits [sequences, vocabulary]."""
        positions = np.array([cache.length for cache in caches])

        def attend(layer, q, k, v):
            q = q.reshape(len(q), self.kv_heads, -1, self.head_dim)
            rows = np.empty_like(q)
            for i, cache in enumerate(caches):
                end = cache.length + 1
                keys, values = cache.keys[layer, :, :end], cache.values[layer, :, :end]
                keys[:, -1], values[:, -1] = k[i], v[i]
                rows[i] = softmax(q[i] @ keys.transpose(0, 2, 1)) @ values
            return rows.reshape(len(q), -1)

        x = self._layers(self.embeddings[tokens], positions, attend)
        for cache in caches:
            cache.length += 1
        return self._logits(x)

    def _layers(self, x, positions, attend):
        cos, sin = self._cos[positions][:, None], self._sin[positions][:, None]
        scale = np.float32(self.head_dim ** -0.5)
        for layer, w in enumerate(self._weights):
            qkv = rms_norm(x, w["norm1"], self._eps) @ w["qkv"] + w["bias"]
            qkv = qkv.reshape(len(x), -1, self.head_dim)
            turned = rotate(qkv[:, :self.heads + self.kv_heads], cos, sin)
            q, k, v = turned[:, :self.heads] * scale, turned[:, self.heads:], qkv[:, self.heads + self.kv_heads:]
            x = x + attend(layer, q, k, v) @ w["o"]
            gate, up = np.split(rms_norm(x, w["norm2"], self._eps) @ w["gate_up"], 2, axis=1)
            x = x + gate / (1 + np.exp(-gate)) * up @ w["down"]
        return x

    def _logits(self, x):
        return rms_norm(x, self._norm, self._eps) @ self._head.T


def rotate(x, cos, sin):
    """Rotary positions: the first half of a head's channels pairs with the second."""
    first, second = np.split(x, 2, axis=-1)
    return np.concatenate([first * cos - second * sin, second * cos + first * sin], axis=-1)
