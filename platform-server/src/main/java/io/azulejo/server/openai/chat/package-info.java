/**
 * {@code POST /v1/chat/completions}: wire records, one translator from a request to a prompt and one from answers to
 * completions and chunks.
 */
@NullMarked
package io.azulejo.server.openai.chat;

import org.jspecify.annotations.NullMarked;
