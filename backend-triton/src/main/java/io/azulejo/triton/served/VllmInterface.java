package io.azulejo.triton.served;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import io.azulejo.api.model.GenerationParameter;
import io.azulejo.api.model.TokenLogprob;
import io.azulejo.backend.support.AnswerResponses;
import io.azulejo.backend.support.SamplingParameters;
import io.azulejo.processor.tokenizer.Tokenizer;
import io.azulejo.triton.client.InferenceRequest;
import io.azulejo.triton.client.InferenceResponse;

/** The vLLM backend's models: pictures in base64, sampling parameters in JSON; counts are of what is new. */
public final class VllmInterface implements ModelInterface {

    private static final String PICTURES = "image";
    private static final Set<GenerationParameter> PARAMETERS = EnumSet.complementOf(
            EnumSet.of(GenerationParameter.LOGIT_BIAS, GenerationParameter.MAX_TILES,
                    GenerationParameter.RESPONSE_FORMAT, GenerationParameter.TOOL_CHOICE));

    private final ServedModel model;
    private final PictureFiles files = new PictureFiles();
    private final JsonMapper json = JsonMapper.shared();

    public VllmInterface(ServedModel model) {
        this.model = model;
    }

    @Override
    public Set<GenerationParameter> parameters() {
        return PARAMETERS;
    }

    @Override
    public boolean pictures() {
        return model.metadata().input(PICTURES).isPresent();
    }

    @Override
    public int maxTopLogprobs() {
        return 20;
    }

    @Override
    public Mono<InferenceRequest> request(Question question) {
        return Mono.fromSupplier(() -> {
            Inputs inputs = new Inputs(model.metadata(), model.version(), question)
                    .texts("text_input", question.text().get()).flag("stream", true)
                    .texts("sampling_parameters", sampling(question)).flag("exclude_input_in_output", true)
                    .flag("return_finish_reason", true).flag("return_logprobs", question.logprobs())
                    .flag("return_num_input_tokens", true).flag("return_num_output_tokens", true);
            var pictures = question.prompt().pictures();
            if (!pictures.isEmpty()) {
                inputs.texts(PICTURES, pictures.stream().map(files::base64).toArray(String[]::new));
            }
            return inputs.request().build();
        });
    }

    private String sampling(Question question) {
        SamplingParameters sampling = question.sampling();
        ObjectNode values = json.createObjectNode();
        values.put("temperature", sampling.temperature());
        values.put("max_tokens", question.maxTokens());
        if (!question.greedy()) {
            values.put("top_p", sampling.topP());
            values.put("min_p", sampling.minP());
            // Any of its numbers will do, but not a negative one.
            values.put("seed", sampling.seed() & Long.MAX_VALUE);
            if (sampling.topK() > 0) {
                values.put("top_k", sampling.topK());
            }
        }
        values.put("repetition_penalty", sampling.repetitionPenalty());
        values.put("presence_penalty", sampling.presencePenalty());
        values.put("frequency_penalty", sampling.frequencyPenalty());
        if (question.logprobs()) {
            values.put("logprobs", sampling.logprobs());
        }
        if (!question.stops().isEmpty()) {
            values.set("stop", json.valueToTree(question.stops()));
        }
        return values.toString();
    }

    @Override
    public AnswerReader reader(Question question) {
        Tokenizer tokenizer = model.tokenizer();
        return new TextAnswerReader(question, tokenizer, false,
                response -> new TextAnswerReader.Told(TextInterface.text(response),
                        TextInterface.count(response, "num_input_tokens"),
                        TextInterface.count(response, "num_output_tokens"), LlmApiInterface.finish(response),
                        question.logprobs() ? logprobs(response, question.sampling().logprobs()) : List.of()));
    }

    /** A list with an object for each token: the chosen one and the likeliest by their ids. */
    private List<TokenLogprob> logprobs(InferenceResponse response, int top) {
        String text = response.find("logprobs").map(tensor -> tensor.strings().stream().findFirst().orElse(""))
                .orElse("");
        if (text.isEmpty() || text.equals("null")) {
            return List.of();
        }
        List<TokenLogprob> tokens = new ArrayList<>();
        for (JsonNode alternatives : json.readTree(text)) {
            List<Map.Entry<String, JsonNode>> entries = new ArrayList<>(alternatives.properties());
            if (entries.isEmpty()) {
                continue;
            }
            // The chosen token comes first, which may be none of the likeliest.
            TokenLogprob chosen = logprob(entries.getFirst());
            List<TokenLogprob> likeliest = entries.stream()
                    .sorted(Comparator.comparingInt(entry -> entry.getValue().path("rank").asInt(Integer.MAX_VALUE)))
                    .limit(top).map(this::logprob).toList();
            tokens.add(new TokenLogprob(chosen.token(), chosen.bytes(), chosen.logprob(), likeliest));
        }
        return tokens;
    }

    private TokenLogprob logprob(Map.Entry<String, JsonNode> entry) {
        return AnswerResponses.logprob(model.tokenizer().bytes(Integer.parseInt(entry.getKey())),
                entry.getValue().path("logprob").asDouble(), List.of());
    }
}
