"""NVLM-D's vision tower, pixel shuffle and projector."""

import numpy as np


class VisionTower:

    def __init__(self, checkpoint):
        self._weights = checkpoint.weights
        self._config = config = checkpoint.vision
        if checkpoint.tile != config["image_size"]:
            raise ValueError("tiles of another size than the trained one are not supported")
        if config["norm_type"] != "rms_norm" or not config["qk_normalization"]:
            raise ValueError("only towers with RMSNorm and q/k normalisation are supported")
        self._patch = config["patch_size"]
        self._hidden = config["hidden_size"]
        self._head_dim = self._hidden // config["num_attention_heads"]
        self._eps = config["layer_norm_eps"]
        # select_layer indexes the hidden states, the embeddings being number 0.
        selected = checkpoint.config.get("select_layer", -1)
        self._layers = selected % (config["num_hidden_layers"] + 1)
        self._block = round(1 / checkpoint.config["downsample_ratio"])
        self._transposed = checkpoint.config.get("ps_version", "v1") == "v1"

    def __call__(self, tiles):
        """[tiles, 3, S, S] to [tiles * tokens, width of the decoder]."""
        # A tile at a time: the attention scores of all of them would be large.
        return np.concatenate([self._project(self._shuffle(self._encode(tile))) for tile in tiles])

    def _encode(self, tile):
        w, patch, hidden = self._weights, self._patch, self._hidden
        side = tile.shape[-1] // patch
        squares = tile.reshape(3, side, patch, side, patch).transpose(1, 3, 0, 2, 4).reshape(side * side, -1)
        name = "vision_model.embeddings."
        kernel = w[name + "patch_embedding.weight"].reshape(hidden, -1)
        x = squares @ kernel.T + w[name + "patch_embedding.bias"]
        x = np.concatenate([w[name + "class_embedding"][0], x]) + w[name + "position_embedding"][0]
        for layer in range(self._layers):
            x = self._layer(f"vision_model.encoder.layers.{layer}.", x)
        return x[1:]

    def _layer(self, name, x):
        w = self._weights
        qkv = self._linear(name + "attn.qkv", rms_norm(x, w[name + "norm1.weight"], self._eps))
        q, k, v = np.split(qkv, 3, axis=1)
        # Dummy heads widen q and k, yet the mean square is that of the true channels.
        q = rms_norm(q, w[name + "attn.q_norm.weight"], self._eps, self._hidden)
        k = rms_norm(k, w[name + "attn.k_norm.weight"], self._eps, self._hidden)
        q, k, v = (part.reshape(len(x), -1, self._head_dim).transpose(1, 0, 2) for part in (q, k, v))
        scores = softmax(q @ k.transpose(0, 2, 1) / np.sqrt(np.float32(self._head_dim)))
        attended = (scores @ v).transpose(1, 0, 2).reshape(len(x), -1)
        x = x + self._linear(name + "attn.proj", attended) * w[name + "ls1"]
        y = gelu(self._linear(name + "mlp.fc1", rms_norm(x, w[name + "norm2.weight"], self._eps)))
        return x + self._linear(name + "mlp.fc2", y) * w[name + "ls2"]

    def _shuffle(self, patches):
        """Squares of positions become one position each, their channels side by side."""
        side, block = int(np.sqrt(len(patches))), self._block
        count = side // block
        squares = patches.reshape(count, block, count, block, -1).transpose(0, 2, 1, 3, 4)
        if self._transposed:
            squares = squares.transpose(1, 0, 2, 3, 4)
        return squares.reshape(count * count, -1)

    def _project(self, x):
        x = layer_norm(x, self._weights["mlp1.0.weight"], self._weights["mlp1.0.bias"], 1e-5)
        return self._linear("mlp1.3", gelu(self._linear("mlp1.1", x)))

    def _linear(self, name, x):
        y = x @ self._weights[name + ".weight"].T
        bias = self._weights.get(name + ".bias")
        return y if bias is None else y + bias


def rms_norm(x, weight, eps, width=None):
    true = x[..., :width]
    mean_square = np.einsum("...i,...i->...", true, true)[..., None] / np.float32(true.shape[-1])
    return x / np.sqrt(mean_square + np.float32(eps)) * weight


def layer_norm(x, weight, bias, eps):
    centred = x - x.mean(-1, keepdims=True)
    return centred / np.sqrt((centred ** 2).mean(-1, keepdims=True) + np.float32(eps)) * weight + bias


def softmax(x):
    e = np.exp(x - x.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


def gelu(x):
    """x times the normal distribution function. NumPy has no erf; this approximation's error is below 2e-7."""
    z = np.abs(x) * np.float32(np.sqrt(0.5))
    t = 1 / (1 + np.float32(0.3275911) * z)
    polynomial = np.zeros_like(t)
    for coefficient in (1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592):
        polynomial = (polynomial + np.float32(coefficient)) * t
    erf = np.copysign(1 - polynomial * np.exp(-z * z), x)
    return x * np.float32(0.5) * (1 + erf)
