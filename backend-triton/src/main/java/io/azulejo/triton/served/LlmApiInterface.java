package io.azulejo.triton.served;

import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import io.azulejo.api.model.FinishReason;
import io.azulejo.api.model.GenerationParameter;
import io.azulejo.triton.client.InferenceRequest;
import io.azulejo.triton.client.InferenceResponse;

/**
 * TensorRT-LLM's LLM API model. A streamed response has the whole text so far. It tells no counts: those of the prompt
 * are the processor's, those of the answer the tokenizer's.
 */
public final class LlmApiInterface implements ModelInterface {

    private static final String PICTURES = "image_url";
    private static final String PREFIX = "sampling_param_";
    private static final SamplingInputs SAMPLING = new SamplingInputs(Map.of(GenerationParameter.MAX_TOKENS,
            PREFIX + "max_tokens", GenerationParameter.TEMPERATURE, PREFIX + "temperature", GenerationParameter.TOP_K,
            PREFIX + "top_k", GenerationParameter.TOP_P, PREFIX + "top_p", GenerationParameter.PRESENCE_PENALTY,
            PREFIX + "presence_penalty", GenerationParameter.FREQUENCY_PENALTY, PREFIX + "frequency_penalty",
            GenerationParameter.SEED, PREFIX + "seed"));

    private final ServedModel model;
    private final PictureFiles files = new PictureFiles();

    public LlmApiInterface(ServedModel model) {
        this.model = model;
    }

    @Override
    public Set<GenerationParameter> parameters() {
        return SAMPLING.of(model.metadata());
    }

    @Override
    public boolean pictures() {
        return model.metadata().input(PICTURES).isPresent();
    }

    @Override
    public Mono<InferenceRequest> request(Question question) {
        return Mono.fromSupplier(() -> {
            Inputs inputs = new Inputs(model.metadata(), model.version(), question)
                    .texts("text_input", question.text().get()).flag("streaming", model.decoupled())
                    .flag(PREFIX + "exclude_input_from_output", true).flag("return_finish_reason", true);
            SAMPLING.fill(inputs, question);
            if (!question.stops().isEmpty()) {
                inputs.texts(PREFIX + "stop", question.stops().toArray(String[]::new));
            }
            var pictures = question.prompt().pictures();
            if (!pictures.isEmpty()) {
                inputs.texts(PICTURES, pictures.stream().map(files::dataUrl).toArray(String[]::new));
            }
            return inputs.request().build();
        });
    }

    @Override
    public AnswerReader reader(Question question) {
        return new TextAnswerReader(question, model.tokenizer(), true,
                response -> new TextAnswerReader.Told(TextInterface.text(response), -1, -1, finish(response),
                        List.of()));
    }

    /** Why the answer ended by the server's account, or null. */
    static @Nullable FinishReason finish(InferenceResponse response) {
        String reason = response.find("finish_reason").map(tensor -> tensor.strings().stream().findFirst().orElse(""))
                .orElse("");
        return switch (reason) {
            case "stop" -> FinishReason.STOP;
            case "length" -> FinishReason.LENGTH;
            default -> null;
        };
    }
}
