/**
 * What differs between NVLM-D and its relatives where prompts and tiles are concerned, told by {@code config.json} and
 * never by a checkpoint's name.
 */
@NullMarked
package io.azulejo.processor.family;

import org.jspecify.annotations.NullMarked;
