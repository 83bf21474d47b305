package io.azulejo.libtorch.grammar;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Bytes that must come as they are.
 *
 * @param bytes those still to come, at least one, each as a character
 */
record Literal(String bytes) implements Symbol.Terminal {

    static Literal of(String text) {
        return new Literal(new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
    }

    @Override
    public int cost() {
        return bytes.length();
    }

    @Override
    public void step(int next, Stack below, List<Stack> out) {
        if (bytes.charAt(0) != next) {
            return;
        }
        if (bytes.length() == 1) {
            below.open(out);
        } else {
            Stack.add(new Stack(new Literal(bytes.substring(1)), below), out);
        }
    }
}
