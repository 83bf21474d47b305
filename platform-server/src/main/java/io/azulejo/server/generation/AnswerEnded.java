package io.azulejo.server.generation;

import io.azulejo.server.conversation.AnswerRecord;

/** Told within the transaction that makes an answer final. */
record AnswerEnded(AnswerRecord answer) {}
