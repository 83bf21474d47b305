package io.azulejo.processor.prompt;

import java.util.Comparator;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.azulejo.processor.tokenizer.AddedToken;
import io.azulejo.processor.tokenizer.Tokenizer;

/** Finds the added tokens in a format's own text, as the tokenizers library does: leftmost first, then longest. */
final class ControlTokens {

    private final Tokenizer tokenizer;
    private final Pattern pattern;

    ControlTokens(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
        String alternatives = tokenizer.addedTokens().stream().map(AddedToken::content)
                .sorted(Comparator.comparingInt(String::length).reversed()).map(Pattern::quote)
                .collect(Collectors.joining("|"));
        // An empty alternation would match everywhere; this matches nowhere.
        pattern = Pattern.compile(alternatives.isEmpty() ? "(?!)" : alternatives);
    }

    void split(String literal, Consumer<String> text, IntConsumer token) {
        Matcher matcher = pattern.matcher(literal);
        int end = 0;
        while (matcher.find()) {
            text.accept(literal.substring(end, matcher.start()));
            token.accept(tokenizer.specialTokenId(matcher.group()).orElseThrow());
            end = matcher.end();
        }
        text.accept(literal.substring(end));
    }

    boolean isIn(String text) {
        return pattern.matcher(text).find();
    }

    /** The text with each control token in it replaced. */
    String part(String text, UnaryOperator<String> replacement) {
        return pattern.matcher(text).replaceAll(match -> Matcher.quoteReplacement(replacement.apply(match.group())));
    }
}
