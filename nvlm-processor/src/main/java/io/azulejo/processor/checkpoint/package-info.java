/** The JSON files of a checkpoint directory, read with errors that name file and key. */
@NullMarked
package io.azulejo.processor.checkpoint;

import org.jspecify.annotations.NullMarked;
