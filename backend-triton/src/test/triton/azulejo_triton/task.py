"""What a request asks for, and the answer to it while it grows."""

import threading
from dataclasses import dataclass, field

from .directives import Directives, directives_in
from .outputs import cancelled, error, response, send
from .prompt import Prompt
from .sampling import Sampler, Sampling, log_softmax
from .text import TextStream


@dataclass
class Task:
    prompt: Prompt
    sampling: Sampling
    max_tokens: int
    end_ids: frozenset
    streaming: bool
    exclude_prompt: bool  # from an answer in one piece; streamed answers never hold it
    min_tokens: int = 0
    stops: list = field(default_factory=list)  # strings, which the text does not include
    stop_ids: list = field(default_factory=list)  # tuples of ids, which the answer includes
    top: "int | None" = None  # how many alternatives' log-probabilities besides the chosen token's
    wants: frozenset = frozenset()  # the outputs that were asked for

    def __post_init__(self):
        self.directives: Directives = directives_in(self.prompt.text)
        self.scored = any("log" in name for name in self.wants)


@dataclass(frozen=True)
class Choice:
    """A chosen token and, where that is asked for, what the model thought of it, before temperature and penalties."""
    token: int
    logprob: float = 0.0
    rank: int = 0
    top: tuple = ()  # of (token, logprob), best first

    @classmethod
    def of(cls, token, logits, top):
        logprobs = log_softmax(logits)
        best = logprobs.argsort()[::-1][:top].tolist() if top else []
        return cls(token, float(logprobs[token]), int((logprobs >= logprobs[token]).sum()),
                   tuple((i, float(logprobs[i])) for i in best))


@dataclass(frozen=True)
class Part:
    """What one response brings."""
    choices: list
    text: str
    reason: "str | None"  # why the answer ends with this part


class Answer:

    def __init__(self, model, request, task):
        self.task = task
        self.request_id = request.request_id()
        self.choices = []
        self.cache = None
        self.due = 0.0  # when the next token may come
        self.done = threading.Event()
        self._model = model
        self._sender = request.get_response_sender()
        self._sampler = Sampler(task.sampling, task.prompt.ids, model.checkpoint.vocabulary)
        self._tokens = []
        self._text = TextStream(model.prompts.token_bytes, task.stops)

    @property
    def tokens(self):
        return self._tokens

    @property
    def given(self):
        """All text sent so far, that of the present part included."""
        return self._text.given

    def is_cancelled(self):
        return self._sender.is_cancelled()

    def advance(self, logits):
        """Chooses a token and sends it; true when it was the last."""
        token = self._choose(logits)
        self._tokens.append(token)
        self.choices.append(Choice.of(token, logits, self.task.top) if self.task.scored else Choice(token))
        piece = self._text.add(token, len(self._tokens) > self.task.min_tokens)
        reason = self._reason(token)
        if reason:
            piece += self._text.finish()
        if self.task.streaming:
            self._send(Part(self.choices[-1:], piece, reason))
        elif reason:
            self._send(Part(self.choices, self.given, reason))
        if reason:
            self._end("finished")
        return reason is not None

    def _choose(self, logits):
        task, count = self.task, len(self._tokens)
        length = task.directives.length
        if length is not None and count + 1 >= length:
            return min(task.end_ids or self._model.checkpoint.end_ids)
        early = length is not None or count < task.min_tokens
        barred = task.end_ids if early else ()
        return self._sampler.choose(logits, self._tokens, {*barred, *self._model.never})

    def _reason(self, token):
        task, tokens = self.task, self._tokens
        ends = token in task.end_ids or len(tokens) == task.directives.length
        if ends or self._text.stopped or self._stop_word():
            return "stop"
        return "length" if len(tokens) >= task.max_tokens else None

    def _stop_word(self):
        if len(self._tokens) <= self.task.min_tokens:
            return None
        return next((word for word in self.task.stop_ids if tuple(self._tokens[-len(word):]) == word), None)

    @property
    def stopped(self):
        """The stop string that ended the answer, else None."""
        return self._text.stopped

    def fail(self, message):
        send(self._sender, error(message), final=True)
        self._end("failed", error=message)

    def cancel(self):
        """Ends a request whose client has gone."""
        send(self._sender, cancelled("Request cancelled by client"), final=True)
        self._end("cancelled")

    def abort(self):
        """Ends a request that another request stopped; its client still listens."""
        self._send(Part([], self._text.finish(), "cancelled"))
        self._end("cancelled")

    def _send(self, part):
        send(self._sender, response(self._model.outputs(self, part)), final=part.reason is not None)

    def _end(self, event, **more):
        self.cache = None
        self._model.events.write(event, self.request_id, len(self._tokens), **more)
        self.done.set()
