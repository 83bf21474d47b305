/**
 * Pictures that people send: checked by their headers, stored once for each digest, and read back as they came. Knows
 * nothing of the messages that show them.
 */
@NullMarked
package io.azulejo.server.attachment;

import org.jspecify.annotations.NullMarked;
