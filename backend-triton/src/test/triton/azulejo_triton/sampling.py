"""Chooses the next token, as a request asks for it."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Sampling:
    temperature: float = 1.0
    top_k: int = 0  # 0 and -1: all
    top_p: float = 1.0
    min_p: float = 0.0
    repetition_penalty: float = 1.0
    presence_penalty: float = 0.0
    frequency_penalty: float = 0.0
    seed: "int | None" = None
    bad_words: tuple = ()  # of tuples of ids

    @property
    def greedy(self):
        return self.temperature == 0 or self.top_k == 1


class Sampler:

    def __init__(self, sampling, prompt_ids, vocabulary):
        self._sampling = sampling
        self._random = np.random.default_rng(sampling.seed)
        self._prompt = np.zeros(vocabulary, bool)
        self._prompt[[i for i in prompt_ids if i < vocabulary]] = True  # picture positions count for nothing
        self._counts = np.zeros(vocabulary, np.int32)

    def choose(self, logits, tokens, barred):
        """The next token after those of the answer so far.

        :param barred: ids that must not come now
        """
        s = self._sampling
        logits = self._penalised(logits.astype(np.float64))
        logits[list(barred)] = -np.inf
        for word in s.bad_words:
            before = len(word) - 1
            if before == 0 or tuple(tokens[-before:]) == word[:-1]:
                logits[word[-1]] = -np.inf
        token = int(logits.argmax() if s.greedy else self._random.choice(len(logits), p=self._distribution(logits)))
        self._counts[token] += 1
        return token

    def _penalised(self, logits):
        s = self._sampling
        if s.repetition_penalty != 1:
            seen = self._prompt | (self._counts > 0)
            factor = np.where(logits > 0, 1 / s.repetition_penalty, s.repetition_penalty)
            logits = np.where(seen, logits * factor, logits)
        if s.presence_penalty or s.frequency_penalty:
            logits = logits - s.presence_penalty * (self._counts > 0) - s.frequency_penalty * self._counts
        return logits

    def _distribution(self, logits):
        s = self._sampling
        logits = logits / s.temperature
        order = np.argsort(-logits, kind="stable")
        p = np.exp(logits[order] - logits[order[0]])
        if s.top_k > 0:
            p[s.top_k:] = 0
        p[p < s.min_p * p[0]] = 0
        p /= p.sum()
        if s.top_p < 1:
            # The token that crosses the border is still in; the first one always is.
            p[np.cumsum(p) - p >= s.top_p] = 0
            p /= p.sum()
        distribution = np.empty_like(p)
        distribution[order] = p
        return distribution


def log_softmax(logits):
    logits = logits.astype(np.float64)
    shifted = logits - logits.max()
    return shifted - np.log(np.exp(shifted).sum())
