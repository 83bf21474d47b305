"""Advances all answers of a model by one token a round, so that none waits for another."""

import threading
import time
import traceback

import numpy as np

from .decoder import Cache

# How long a cancellation or a stop may stay unseen while all answers wait out their delays.
GLANCE = 0.02


class Engine:

    def __init__(self, decoder, context):
        self._decoder = decoder
        self._context = context
        self._changed = threading.Condition()
        self._arrived = []
        self._stopped = set()  # ids of requests that other requests stopped
        self._running = True
        self._active = []
        self._logits = {}  # of each active answer, for its next token
        self._thread = threading.Thread(target=self._loop, name="engine", daemon=True)
        self._thread.start()

    def submit(self, answer):
        with self._changed:
            self._arrived.append(answer)
            self._changed.notify()

    def stop(self, request_id):
        """Ends the answers to this request."""
        with self._changed:
            self._stopped.add(request_id)
            self._changed.notify()

    def close(self):
        with self._changed:
            self._running = False
            self._changed.notify()
        self._thread.join()

    def _loop(self):
        while True:
            with self._changed:
                while self._running and not self._arrived and not self._active:
                    self._stopped.clear()
                    self._changed.wait()
                if not self._running:
                    return
                arrived, self._arrived = self._arrived, []
                stopped, self._stopped = self._stopped, set()
            try:
                self._active += arrived
                self._sweep(stopped)
                for answer in arrived:
                    if answer in self._active:
                        self._attempt(answer, self._begin, answer)
                self._round()
            except Exception:  # the other requests shall not suffer silently
                traceback.print_exc()
                for answer in self._active[:]:
                    self._attempt(answer, answer.fail, "the engine failed")
                    self._remove(answer)

    def _sweep(self, stopped):
        for answer in self._active[:]:
            if answer.request_id in stopped:
                self._attempt(answer, answer.abort)
            elif answer.is_cancelled():
                self._attempt(answer, answer.cancel)
            elif answer.task.directives.error_after == len(answer.tokens):
                self._attempt(answer, answer.fail, f"deliberate failure after {len(answer.tokens)} tokens")
            if answer.done.is_set():
                self._remove(answer)

    def _begin(self, answer):
        prompt = answer.task.prompt
        capacity = min(len(prompt.ids) + answer.task.max_tokens, self._context)
        answer.task.max_tokens = capacity - len(prompt.ids)
        answer.cache = Cache(self._decoder, capacity)
        self._logits[answer] = self._decoder.prefill(prompt.embeddings, answer.cache)
        answer.due = time.monotonic() + answer.task.directives.delay

    def _round(self):
        now = time.monotonic()
        due = [answer for answer in self._active if answer.due <= now]
        if not due:
            self._wait(now)
            return
        going = [answer for answer in due if not self._attempt(answer, self._advance, answer)]
        if going:
            tokens = np.array([answer.tokens[-1] for answer in going])
            rows = self._decoder.step(tokens, [answer.cache for answer in going])
            self._logits.update(zip(going, rows))

    def _advance(self, answer):
        ended = answer.advance(self._logits[answer])
        answer.due = time.monotonic() + answer.task.directives.delay
        if ended:
            self._remove(answer)
        return ended

    def _wait(self, now):
        if self._active:
            first = min(answer.due for answer in self._active)
            with self._changed:
                if not self._arrived and not self._stopped:
                    self._changed.wait(min(first - now, GLANCE))

    def _attempt(self, answer, action, *arguments):
        """One answer's failure is that answer's alone; true when it is over."""
        try:
            return action(*arguments)
        except Exception as fault:
            traceback.print_exc()
            if not answer.done.is_set():
                answer.fail(f"{type(fault).__name__}: {fault}")
            self._remove(answer)
            return True

    def _remove(self, answer):
        if answer in self._active:
            self._active.remove(answer)
        self._logits.pop(answer, None)
