/** Presets: named beginnings of conversations, with what the model is told, the model and its options. */
@NullMarked
package io.azulejo.server.preset;

import org.jspecify.annotations.NullMarked;
