package io.azulejo.triton.served;

import java.util.List;
import java.util.Set;

import io.azulejo.api.model.FinishReason;
import io.azulejo.backend.support.AnswerResponses;
import io.azulejo.processor.tokenizer.IncrementalDecoder;
import io.azulejo.processor.tokenizer.Tokenizer;
import io.azulejo.triton.client.InferenceResponse;
import io.azulejo.triton.client.Tensor;

/** Reads an answer that comes as token ids. */
final class TokensAnswerReader implements AnswerReader {

    private final Question question;
    private final Tokenizer tokenizer;
    private final Set<Integer> endTokens;
    private final IncrementalDecoder decoder;
    private final ShownText shown;
    private int tokens;

    TokensAnswerReader(Question question, Tokenizer tokenizer, Set<Integer> endTokens) {
        this.question = question;
        this.tokenizer = tokenizer;
        this.endTokens = endTokens;
        this.decoder = tokenizer.incrementalDecoder();
        this.shown = new ShownText(question.stops());
    }

    @Override
    public AnswerPart read(InferenceResponse response) {
        Tensor ids = response.output("output_ids");
        // Of several beams the first is the best; there is one, as no more are asked for.
        int[] row = ids.ints();
        float[] logprobs = question.logprobs()
                ? response.find("output_log_probs").map(Tensor::floats).orElse(new float[0])
                : new float[0];
        for (int i = 0; i < row.length; i++) {
            if (row[i] < 0) {
                continue;
            }
            tokens++;
            if (endTokens.contains(row[i])) {
                return ended(FinishReason.STOP);
            }
            if (i < logprobs.length) {
                shown.token(AnswerResponses.logprob(tokenizer.bytes(row[i]), logprobs[i], List.of()));
            }
            shown.append(decoder.append(row[i]));
            if (shown.stopped()) {
                return ended(FinishReason.STOP);
            }
        }
        return shown.take();
    }

    @Override
    public AnswerPart finish() {
        if (tokens >= question.maxTokens()) {
            return ended(FinishReason.LENGTH);
        }
        // TensorRT-LLM ends an answer at the end token and does not send it.
        tokens++;
        return ended(FinishReason.STOP);
    }

    @Override
    public AnswerPart cutOff() {
        return ended(FinishReason.LENGTH);
    }

    private AnswerPart ended(FinishReason reason) {
        if (!shown.stopped()) {
            shown.append(decoder.finish());
        }
        return shown.end(new AnswerPart.End(reason, -1, tokens));
    }
}
