/**
 * Jinja as chat templates use it: the statements, expressions, filters and tests that conversations without tools need,
 * with the white space rules that transformers sets. It knows nothing of conversations, opens no door to Java objects,
 * and refuses what it does not know when a template is read, since a prompt that is silently wrong is worse than none.
 */
@NullMarked
package io.azulejo.processor.template;

import org.jspecify.annotations.NullMarked;
