package io.azulejo.triton.served;

import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.azulejo.api.model.FinishReason;
import io.azulejo.api.model.TokenLogprob;
import io.azulejo.processor.tokenizer.Tokenizer;
import io.azulejo.triton.client.InferenceResponse;

/** Reads an answer that comes as text. What the server does not count is counted with the checkpoint's tokenizer. */
final class TextAnswerReader implements AnswerReader {

    private final Question question;
    private final Tokenizer tokenizer;
    private final boolean accumulated;
    private final Function<InferenceResponse, Told> told;
    private final ShownText shown;
    private final StringBuilder whole = new StringBuilder();
    private String heldBack = "";
    private int promptTokens = -1;
    private int answerTokens = -1;
    private @Nullable FinishReason finish;

    /**
     * @param accumulated whether each response has the whole text so far, and not only what is new
     * @param told reads what a response tells
     */
    TextAnswerReader(Question question, Tokenizer tokenizer, boolean accumulated,
            Function<InferenceResponse, Told> told) {
        this.question = question;
        this.tokenizer = tokenizer;
        this.accumulated = accumulated;
        this.told = told;
        this.shown = new ShownText(question.stops());
    }

    /**
     * What one response tells.
     *
     * @param text its text
     * @param promptTokens -1 where it does not tell
     * @param answerTokens tokens that it adds; -1 where it does not tell
     * @param finish why the answer ended, or null
     * @param logprobs its tokens, where they were asked for
     */
    record Told(String text, int promptTokens, int answerTokens, @Nullable FinishReason finish,
            List<TokenLogprob> logprobs) {}

    @Override
    public AnswerPart read(InferenceResponse response) {
        Told now = told.apply(response);
        String piece = accumulated ? addition(now.text()) : now.text();
        whole.append(piece);
        promptTokens = Math.max(promptTokens, now.promptTokens());
        if (now.answerTokens() >= 0) {
            answerTokens = Math.max(0, answerTokens) + now.answerTokens();
        }
        if (now.finish() != null) {
            finish = now.finish();
        }
        now.logprobs().forEach(shown::token);
        shown.append(piece);
        return shown.stopped() ? end(FinishReason.STOP) : shown.take();
    }

    /** A character whose bytes are not all there yet ends a text as U+FFFD, and is another in the next. */
    private String addition(String textSoFar) {
        int end = textSoFar.length();
        while (end > 0 && textSoFar.charAt(end - 1) == '\uFFFD') {
            end--;
        }
        heldBack = textSoFar.substring(end);
        return textSoFar.substring(Math.min(whole.length(), end), end);
    }

    @Override
    public AnswerPart finish() {
        FinishReason reason = finish;
        if (reason == null) {
            int tokens = answerTokens >= 0 ? answerTokens : tokenizer.encode(whole.toString()).length;
            reason = tokens >= question.maxTokens() ? FinishReason.LENGTH : FinishReason.STOP;
        }
        return end(reason);
    }

    @Override
    public AnswerPart cutOff() {
        return end(FinishReason.LENGTH);
    }

    private AnswerPart end(FinishReason reason) {
        if (!shown.stopped()) {
            shown.append(heldBack);
        }
        return shown.end(new AnswerPart.End(reason, promptTokens, answerTokens >= 0 ? answerTokens : counted(reason)));
    }

    /** A model that stops by itself makes an end token that no text shows. */
    private int counted(FinishReason reason) {
        if (reason == FinishReason.LENGTH && finish == FinishReason.LENGTH) {
            return question.maxTokens();
        }
        int tokens = tokenizer.encode(whole.toString()).length;
        return Math.min(question.maxTokens(), reason == FinishReason.STOP && !shown.stopped() ? tokens + 1 : tokens);
    }
}
