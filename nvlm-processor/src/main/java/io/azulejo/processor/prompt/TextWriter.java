package io.azulejo.processor.prompt;

import java.util.List;

/**
 * Writes a prompt as text that a server tokenises. What somebody wrote and the server would take for a control token, or
 * for a picture, is parted by a zero-width space.
 */
final class TextWriter implements PromptWriter {

    private static final String ZERO_WIDTH_SPACE = "\u200B";

    private final ControlTokens controlTokens;
    private final String placeholder;
    private final StringBuilder prompt = new StringBuilder();

    TextWriter(ControlTokens controlTokens, String placeholder) {
        this.controlTokens = controlTokens;
        this.placeholder = placeholder;
    }

    /** The server's tokenizer puts it there itself. */
    @Override
    public void prefix(List<Integer> tokens) {}

    @Override
    public void format(String literal) {
        prompt.append(literal);
    }

    @Override
    public void text(String plain) {
        prompt.append(controlTokens.part(plain.replace(placeholder, parted(placeholder)), TextWriter::parted));
    }

    @Override
    public void picture(int index) {
        prompt.append(placeholder);
    }

    private static String parted(String token) {
        int first = token.offsetByCodePoints(0, 1);
        return token.substring(0, first) + ZERO_WIDTH_SPACE + token.substring(first);
    }

    @Override
    public String toString() {
        return prompt.toString();
    }
}
