package io.azulejo.processor;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.azulejo.processor.image.ImageLimits;

/** Puts small checkpoints together: a trained tokenizer and a family's configuration. */
final class TestCheckpoints {

    /** Family directory to tokenizer directory, as in src/test/python/prompts_golden.py. */
    private static final Map<String, String> TOKENIZERS = Map.of("nvlm-d", "qwen2-slow", "internvl2", "qwen2",
            "internvl2-llama3", "llama3", "internvl2_5", "qwen2", "qwen2", "qwen2", "qwen2_5", "qwen2", "llama3",
            "llama3", "llama3_1", "llama3");

    private TestCheckpoints() {}

    static Path checkpoint(Path target, String family) {
        return TestFiles.checkpoint(target, List.of("tokenizers/" + TOKENIZERS.get(family), "families/" + family));
    }

    static NvlmProcessor processor(Path target, String family, PromptFormat format, boolean interleave) {
        return NvlmProcessor.load(checkpoint(target, family),
                new ProcessorSettings(format, interleave, true, ImageLimits.defaults()));
    }
}
