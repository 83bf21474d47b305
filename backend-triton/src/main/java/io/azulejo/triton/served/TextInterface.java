package io.azulejo.triton.served;

import java.util.List;
import java.util.Map;
import java.util.Set;

import reactor.core.publisher.Mono;

import io.azulejo.api.model.GenerationParameter;
import io.azulejo.processor.EncodedPrompt;
import io.azulejo.processor.tokenizer.Tokenizer;
import io.azulejo.triton.client.InferenceRequest;
import io.azulejo.triton.client.InferenceResponse;
import io.azulejo.triton.client.ModelMetadata;
import io.azulejo.triton.client.Tensor;

/** TensorRT-LLM's {@code ensemble} and {@code tensorrt_llm_bls}: text in, text out. */
public final class TextInterface implements ModelInterface {

    private static final String PIXELS = "image_bytes_input";
    private static final String ADDRESSES = "image_url_input";
    private static final SamplingInputs SAMPLING = new SamplingInputs(Map.of(GenerationParameter.MAX_TOKENS,
            "max_tokens", GenerationParameter.TEMPERATURE, "temperature", GenerationParameter.TOP_K, "top_k",
            GenerationParameter.TOP_P, "top_p", GenerationParameter.REPETITION_PENALTY, "repetition_penalty",
            GenerationParameter.PRESENCE_PENALTY, "presence_penalty", GenerationParameter.FREQUENCY_PENALTY,
            "frequency_penalty", GenerationParameter.SEED, "seed"));

    private final ServedModel model;
    private final boolean accumulated;
    private final PictureFiles files = new PictureFiles();

    /** @param accumulated whether each response of a stream has the whole text so far */
    public TextInterface(ServedModel model, boolean accumulated) {
        this.model = model;
        this.accumulated = accumulated;
    }

    @Override
    public Set<GenerationParameter> parameters() {
        return SAMPLING.of(model.metadata());
    }

    @Override
    public boolean pictures() {
        return model.metadata().input(PIXELS).isPresent() || model.metadata().input(ADDRESSES).isPresent();
    }

    @Override
    public Mono<InferenceRequest> request(Question question) {
        return Mono.fromSupplier(() -> {
            ModelMetadata metadata = model.metadata();
            Inputs inputs = new Inputs(metadata, model.version(), question).texts("text_input", question.text().get())
                    .flag("stream", model.decoupled()).flag("exclude_input_in_output", true)
                    .flag("return_num_input_tokens", true).flag("return_num_output_tokens", true);
            SAMPLING.fill(inputs, question);
            if (!question.stops().isEmpty()) {
                inputs.texts("stop_words", question.stops().toArray(String[]::new));
            }
            pictures(inputs, question.prompt().pictures());
            return inputs.request().build();
        });
    }

    private void pictures(Inputs inputs, List<EncodedPrompt.Picture> pictures) {
        if (pictures.isEmpty()) {
            return;
        }
        boolean addresses = model.metadata().input(ADDRESSES).isPresent();
        boolean pixels = model.metadata().input(PIXELS).isPresent();
        // Pixels lose nothing, but one tensor holds them all.
        if (pixels && (pictures.size() == 1 || !addresses)) {
            inputs.tensor(files.pixels(PIXELS, pictures));
        } else {
            inputs.texts(ADDRESSES, pictures.stream().map(files::jpegUrl).toArray(String[]::new));
        }
    }

    @Override
    public AnswerReader reader(Question question) {
        Tokenizer tokenizer = model.tokenizer();
        return new TextAnswerReader(question, tokenizer, accumulated, TextInterface::told);
    }

    private static TextAnswerReader.Told told(InferenceResponse response) {
        return new TextAnswerReader.Told(text(response), count(response, "num_input_tokens"),
                count(response, "num_output_tokens"), null, List.of());
    }

    /** The first of the texts, which is of the first beam. */
    static String text(InferenceResponse response) {
        List<String> texts = response.output("text_output").strings();
        return texts.isEmpty() ? "" : texts.getFirst();
    }

    /** A count, or -1 where the server does not tell it. */
    static int count(InferenceResponse response, String output) {
        return response.find(output).filter(tensor -> tensor.elements() > 0).map(Tensor::ints).map(counts -> counts[0])
                .orElse(-1);
    }
}
