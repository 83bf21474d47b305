package io.azulejo.processor;

import io.azulejo.processor.image.ImageLimits;

/**
 * How a checkpoint's prompts and pictures are made.
 *
 * @param promptFormat which published form a conversation is written in
 * @param interleave whether pictures stay where they stand among a message's texts; else they come first, as trained
 * @param applyOrientation whether photographs are turned upright as their EXIF data says; the model card does not
 * @param imageLimits what is refused by a picture's header
 */
public record ProcessorSettings(PromptFormat promptFormat, boolean interleave, boolean applyOrientation,
        ImageLimits imageLimits) {

    /** The conversation format, pictures first, upright, and the default limits. */
    public static ProcessorSettings defaults() {
        return new ProcessorSettings(PromptFormat.CHAT, false, true, ImageLimits.defaults());
    }
}
