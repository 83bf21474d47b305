package io.azulejo.processor.tokenizer;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.azulejo.processor.TestFiles;

/** The small tokenizers that the Python script trained, each loaded once. */
public final class TestTokenizers {

    private static final Map<String, Tokenizer> LOADED = new ConcurrentHashMap<>();

    private TestTokenizers() {}

    public static Tokenizer named(String name) {
        return LOADED.computeIfAbsent(name, key -> Tokenizer.load(TestFiles.resource("tokenizers/" + key)));
    }
}
