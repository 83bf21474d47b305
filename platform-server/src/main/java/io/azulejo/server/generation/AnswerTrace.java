package io.azulejo.server.generation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.metadata.ChatGenerationMetadata;
import org.springframework.ai.chat.model.ChatResponse;

import io.azulejo.api.model.AnswerRun;
import io.azulejo.server.model.AnsweredBy;

/** Keeps what backends tell of how an answer is made, while it is. Thread-safe. */
final class AnswerTrace {

    /**
     * One deployment's share of an answer.
     *
     * @param offset how many UTF-16 units of the text came before it
     * @param deployment who made it
     * @param family what kind of model that is
     * @param run what it was made by, where the backend told
     * @param tokens how many tokens of it the backend told
     */
    record Share(int offset, String deployment, String family, @Nullable AnswerRun run, int tokens) {}

    /** All shares, and the ids of their tokens one after the other. */
    record Told(List<Share> shares, List<Integer> tokens) {

        static final Told NOTHING = new Told(List.of(), List.of());
    }

    private final List<Share> shares = new ArrayList<>();
    private int[] tokens = new int[256];
    private int count;
    private int text;

    /** @param begun how much text there is before the first response */
    AnswerTrace(int begun) {
        this.text = begun;
    }

    synchronized void take(ChatResponse response) {
        if (response.getResult() == null) {
            return;
        }
        ChatGenerationMetadata metadata = response.getResult().getMetadata();
        AnsweredBy by = metadata.get(AnsweredBy.METADATA_KEY);
        if (by != null) {
            shares.add(new Share(text, by.deployment(), by.family(), metadata.get(AnswerRun.METADATA_KEY), 0));
        }
        int[] told = metadata.get(AnswerRun.TOKENS_KEY);
        if (told != null && !shares.isEmpty()) {
            add(told);
            Share last = shares.removeLast();
            shares.add(new Share(last.offset(), last.deployment(), last.family(), last.run(),
                    last.tokens() + told.length));
        }
        String piece = response.getResult().getOutput().getText();
        text += piece == null ? 0 : piece.length();
    }

    private void add(int[] told) {
        if (count + told.length > tokens.length) {
            tokens = Arrays.copyOf(tokens, Math.max(tokens.length * 2, count + told.length));
        }
        System.arraycopy(told, 0, tokens, count, told.length);
        count += told.length;
    }

    synchronized Told told() {
        return new Told(List.copyOf(shares), Arrays.stream(tokens, 0, count).boxed().toList());
    }
}
