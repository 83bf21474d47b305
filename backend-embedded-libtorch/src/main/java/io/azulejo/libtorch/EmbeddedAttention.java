package io.azulejo.libtorch;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import org.springframework.ai.chat.prompt.Prompt;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

import io.azulejo.api.error.BackendException;
import io.azulejo.api.error.InvalidRequestException;
import io.azulejo.api.model.AnswerAttention;
import io.azulejo.backend.support.AnswerThreads;
import io.azulejo.backend.support.SamplingParameters;
import io.azulejo.backend.support.Terms;
import io.azulejo.libtorch.engine.AnswerListener;
import io.azulejo.libtorch.engine.AnswerPiece;
import io.azulejo.libtorch.engine.AttentionTrace;
import io.azulejo.libtorch.engine.GenerationRequest;
import io.azulejo.libtorch.engine.TokenDecoder;
import io.azulejo.processor.EncodedPrompt;
import io.azulejo.processor.tokenizer.Tokenizer;

/**
 * Looks at an answer once more: prompt and answer are read as one prompt, which runs beside the others' answers like any
 * other, and of the positions at which the answer's tokens were chosen the attention is kept.
 */
final class EmbeddedAttention {

    private static final TokenDecoder NO_TEXT = new TokenDecoder() {

        @Override
        public String append(int id) {
            return "";
        }

        @Override
        public String finish() {
            return "";
        }
    };

    private final EmbeddedModel model;
    private final PictureMaps maps;

    EmbeddedAttention(EmbeddedModel model, PictureMaps maps) {
        this.model = model;
        this.maps = maps;
    }

    Mono<AnswerAttention> of(Prompt prompt, String answer) {
        return Mono.<Look>create(sink -> start(prompt, answer, sink)).subscribeOn(AnswerThreads.scheduler())
                .publishOn(AnswerThreads.scheduler()).map(this::attention);
    }

    private void start(Prompt prompt, String answer, MonoSink<Look> sink) {
        try {
            EncodedPrompt encoded = model.encode(prompt);
            Look look = look(encoded, model.tokenizer().encode(answer));
            model.submit(request(look), listener(look, sink));
        } catch (RuntimeException e) {
            sink.error(e);
        }
    }

    private static AnswerListener listener(Look look, MonoSink<Look> sink) {
        return new AnswerListener() {

            @Override
            public void queued(Runnable cancel) {
                sink.onDispose(cancel::run);
            }

            @Override
            public void piece(AnswerPiece piece) {
                if (piece.end() != null) {
                    sink.success(look);
                }
            }

            @Override
            public void failed(BackendException reason) {
                sink.error(reason);
            }
        };
    }

    private Look look(EncodedPrompt prompt, int[] answer) {
        if (prompt.pictures().isEmpty()) {
            throw invalid("The prompt has no picture to look for attention in.",
                    InvalidRequestException.INVALID_VALUE);
        }
        if (answer.length == 0) {
            throw invalid("An answer without text has no attention.", InvalidRequestException.INVALID_VALUE);
        }
        // The last token is left out: nothing was chosen after it.
        int[] ids = IntStream.concat(Arrays.stream(prompt.ids()), Arrays.stream(answer, 0, answer.length - 1))
                .toArray();
        int contextLength = model.descriptor().contextLength();
        if (ids.length >= contextLength) {
            throw invalid("Prompt and answer have " + ids.length + " tokens, which the model's context of "
                    + contextLength + " tokens does not hold.", InvalidRequestException.CONTEXT_LENGTH_EXCEEDED);
        }
        return new Look(prompt, answer, ids, new AttentionTrace(prompt.ids().length - 1, ids.length));
    }

    private GenerationRequest request(Look look) {
        return new GenerationRequest(look.ids(), model.pictures(look.prompt()), SamplingParameters.greedy(), 1,
                List.of(), NO_TEXT, Terms.USUAL, null, look.trace());
    }

    private AnswerAttention attention(Look look) {
        Tokenizer tokenizer = model.tokenizer();
        float[][] rows = look.trace().rows();
        return new AnswerAttention(
                Arrays.stream(look.answer()).mapToObj(id -> new String(tokenizer.bytes(id), StandardCharsets.UTF_8))
                        .toList(),
                look.prompt().pictures().stream().map(picture -> maps.of(picture, rows)).toList());
    }

    private static InvalidRequestException invalid(String problem, String code) {
        return new InvalidRequestException(problem, "messages", code);
    }

    /** @param ids prompt and answer without its last token */
    @SuppressWarnings("ArrayRecordComponent") // a carrier, compared by nobody
    private record Look(EncodedPrompt prompt, int[] answer, int[] ids, AttentionTrace trace) {}
}
