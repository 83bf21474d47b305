package io.azulejo.libtorch;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.function.Supplier;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.prompt.Prompt;
import reactor.core.publisher.Mono;

import io.azulejo.api.backend.AttentionMapping;
import io.azulejo.api.backend.BackendModel;
import io.azulejo.api.backend.ModelRoom;
import io.azulejo.api.error.BackendException;
import io.azulejo.api.model.AnswerAttention;
import io.azulejo.api.model.AnswerRun;
import io.azulejo.api.model.GenerationOptions;
import io.azulejo.api.model.ModelDescriptor;
import io.azulejo.api.model.PromptSize;
import io.azulejo.backend.support.CheckpointPrompts;
import io.azulejo.backend.support.GenerationOptionsReader;
import io.azulejo.backend.support.SamplingParameters;
import io.azulejo.backend.support.ToolCallStops;
import io.azulejo.libtorch.engine.AnswerListener;
import io.azulejo.libtorch.engine.Engine;
import io.azulejo.libtorch.engine.EngineState;
import io.azulejo.libtorch.engine.GenerationRequest;
import io.azulejo.libtorch.engine.PictureInput;
import io.azulejo.libtorch.engine.TokenDecoder;
import io.azulejo.libtorch.observation.ModelMeters;
import io.azulejo.libtorch.observation.ObservedAnswer;
import io.azulejo.processor.EncodedPrompt;
import io.azulejo.processor.NvlmProcessor;
import io.azulejo.processor.tokenizer.IncrementalDecoder;
import io.azulejo.processor.tokenizer.Tokenizer;

/** One checkpoint with its engine: reads prompts, checks them and hands them over. */
final class EmbeddedModel implements BackendModel, AttentionMapping, AutoCloseable {

    private final ModelDescriptor descriptor;
    private final NvlmProcessor processor;
    private final Engine engine;
    private final ModelMeters meters;
    private final CheckpointPrompts prompts;
    private final GenerationOptionsReader options;
    private final EmbeddedChatModel chatModel;
    private final EmbeddedAttention attention;
    private final AnswerForms forms;
    private final RunOrigin origin;

    EmbeddedModel(ModelDescriptor descriptor, NvlmProcessor processor, Engine engine, ModelMeters meters,
            GenerationOptionsReader options, PictureMaps maps, RunOrigin origin) {
        this.descriptor = descriptor;
        this.processor = processor;
        this.engine = engine;
        this.meters = meters;
        this.prompts = new CheckpointPrompts(processor, descriptor.capabilities(), descriptor.contextLength(),
                options);
        this.options = options;
        this.origin = origin;
        this.chatModel = new EmbeddedChatModel(this);
        this.attention = new EmbeddedAttention(this, maps);
        this.forms = new AnswerForms(processor.tokenizer(), processor.endTokenIds());
    }

    @Override
    public ModelDescriptor descriptor() {
        return descriptor;
    }

    @Override
    public ChatModel chatModel() {
        return chatModel;
    }

    @Override
    public Mono<AnswerAttention> attention(Prompt prompt, String answer) {
        return attention.of(prompt, answer);
    }

    /** Registers the model's meters. */
    void bindTo(MeterRegistry registry) {
        meters.bindTo(registry, engine::state);
    }

    EngineState state() {
        return engine.state();
    }

    Tokenizer tokenizer() {
        return processor.tokenizer();
    }

    @Override
    public PromptSize measure(Prompt prompt) {
        return prompts.measure(prompt);
    }

    @Override
    public ModelRoom room() {
        EngineState state = state();
        return new ModelRoom(state.queued(), state.running(), (long) state.freeBlocks() * CacheSize.BLOCK_SIZE);
    }

    /** Checks and encodes a prompt. Takes a while where it is long or has pictures. */
    Request prepare(Prompt prompt) {
        GenerationOptions asked = GenerationOptions.from(prompt.getOptions());
        SamplingParameters sampling = options.sampling(asked);
        List<String> stops = ToolCallStops.of(options.stopSequences(asked), asked);
        EncodedPrompt encoded = encode(prompt);
        int maxTokens = options.maxTokens(asked, prompts.room(encoded));
        GenerationRequest request = new GenerationRequest(encoded.ids(), pictures(encoded), sampling, maxTokens, stops,
                decoder(processor.tokenizer().incrementalDecoder()), options.terms(asked),
                forms.mask(asked, maxTokens), null);
        return new Request(request, encoded.ids().length, encoded.imageTokens(), asked,
                origin.of(encoded.ids(), sampling, maxTokens, stops, asked));
    }

    /** A prompt's tokens, its pictures undecoded. */
    EncodedPrompt encode(Prompt prompt) {
        return prompts.encode(prompt);
    }

    /** The pictures of a prompt as the engine takes them. */
    List<PictureInput> pictures(EncodedPrompt encoded) {
        return encoded.pictures().stream().map(this::input).toList();
    }

    private PictureInput input(EncodedPrompt.Picture picture) {
        Supplier<FloatBuffer> pixels = () -> FloatBuffer.wrap(prompts.pixels(picture).data());
        return new PictureInput(picture.tileOffsets(), picture.tokensPerTile(), picture.digest(), pixels);
    }

    private static TokenDecoder decoder(IncrementalDecoder decoder) {
        return new TokenDecoder() {

            @Override
            public String append(int id) {
                return decoder.append(id);
            }

            @Override
            public String finish() {
                return decoder.finish();
            }
        };
    }

    /** Queues a request whose answer nobody reads. */
    void submit(GenerationRequest request, AnswerListener listener) {
        engine.submit(request, listener);
    }

    /** Queues a request. */
    void submit(Request request, AnswerListener listener) {
        ObservedAnswer answer = meters.answer(request.promptTokens(), request.imageTokens(), listener);
        try {
            engine.submit(request.generation(), answer);
        } catch (BackendException e) {
            answer.refused(e);
            throw e;
        }
    }

    @Override
    public void close() {
        engine.close();
    }

    /**
     * A prompt ready for the engine.
     *
     * @param promptTokens all its tokens
     * @param imageTokens those that stand for pictures
     * @param options as they were asked for
     * @param run what its answer is made by
     */
    record Request(GenerationRequest generation, int promptTokens, int imageTokens, GenerationOptions options,
            AnswerRun run) {}
}
