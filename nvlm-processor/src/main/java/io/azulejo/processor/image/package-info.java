/**
 * From the bytes of a picture to the numbers a vision tower reads: formats and their limits, orientation, the grid of
 * tiles, resampling, normalisation. The pixels are those of Pillow's {@code Image.open(x).convert("RGB")}, with which
 * the models were trained.
 */
@NullMarked
package io.azulejo.processor.image;

import org.jspecify.annotations.NullMarked;
