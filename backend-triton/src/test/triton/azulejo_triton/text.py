"""Text out of tokens, piece by piece."""

import codecs


class TokenBytes:
    """What each token of a byte-level tokenizer stands for; special tokens stand for nothing."""

    def __init__(self, tokenizer):
        self._added = {i: b"" if token.special else token.content.encode()
                       for i, token in tokenizer.get_added_tokens_decoder().items()}
        self._tokenizer = tokenizer
        self._bytes = printable_bytes()

    def __getitem__(self, token):
        if token in self._added:
            return self._added[token]
        piece = self._tokenizer.id_to_token(token) or ""  # models have rows for more ids than their tokenizers
        return bytes(self._bytes[c] for c in piece)


def printable_bytes():
    """Byte-level tokenizers write bytes that would not show as characters from U+0100 on."""
    table, beyond = {}, 256
    for value in range(256):
        if 33 <= value <= 126 or 161 <= value <= 172 or value >= 174:
            table[chr(value)] = value
        else:
            table[chr(beyond)] = value
            beyond += 1
    return table


class TextStream:
    """Grows by tokens, gives out whole characters only, and ends before the first stop string."""

    def __init__(self, token_bytes, stops=()):
        self._token_bytes = token_bytes
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._stops = [stop for stop in stops if stop]
        # What might be the start of a stop string waits.
        self._held = max(map(len, self._stops), default=1) - 1
        self._given = 0
        self.text = ""
        self.stopped = None

    @property
    def given(self):
        return self.text[:self._given]

    def add(self, token, may_stop=True):
        """The new piece, which may be empty; sets `stopped` to the stop string that was found."""
        self._extend(self._token_bytes[token], False, may_stop)
        return self._give(0 if self.stopped else self._held)

    def finish(self):
        """What was still waiting."""
        if not self.stopped:
            self._extend(b"", True, True)
        return self._give(0)

    def _extend(self, data, final, may_stop):
        start = max(0, len(self.text) - self._held)
        self.text += self._decoder.decode(data, final)
        found = [(at, stop) for stop in self._stops if (at := self.text.find(stop, start)) >= 0]
        if found and may_stop:
            at, self.stopped = min(found)
            self.text = self.text[:at]

    def _give(self, held):
        end = max(self._given, len(self.text) - held)
        piece, self._given = self.text[self._given:end], end
        return piece
