/**
 * Conversations to token ids: the published conversation formats, the checkpoint's Jinja template, and where a picture's
 * placeholders go. Control tokens come from formats and pictures only; what a person or a model said is always text. A
 * run of text between control tokens is tokenised whole, whoever its parts come from, as the published code does.
 */
@NullMarked
package io.azulejo.processor.prompt;

import org.jspecify.annotations.NullMarked;
