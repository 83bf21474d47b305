package io.azulejo.triton;

import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.micrometer.observation.ObservationRegistry;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.prompt.Prompt;
import reactor.core.publisher.Flux;

import io.azulejo.api.backend.BackendModel;
import io.azulejo.api.model.GenerationOptions;
import io.azulejo.api.model.ModelDescriptor;
import io.azulejo.api.model.PromptSize;
import io.azulejo.backend.support.CheckpointPrompts;
import io.azulejo.backend.support.GenerationOptionsReader;
import io.azulejo.backend.support.SamplingParameters;
import io.azulejo.backend.support.ToolCallStops;
import io.azulejo.processor.EncodedPrompt;
import io.azulejo.triton.client.InferenceResponse;
import io.azulejo.triton.client.TritonCluster;
import io.azulejo.triton.served.ModelInterface;
import io.azulejo.triton.served.Question;

/** One model on the servers: reads prompts, checks them and sends them. */
final class TritonModel implements BackendModel, AutoCloseable {

    private final ModelDescriptor descriptor;
    private final String servedName;
    private final String placeholder;
    private final CheckpointPrompts prompts;
    private final GenerationOptionsReader options;
    private final ModelInterface served;
    private final TritonCluster cluster;
    private final AutoCloseable vision;
    private final TritonChatModel chatModel;

    /**
     * @param servedName its name on the servers
     * @param placeholder what stands for a picture in a prompt that is text
     * @param vision what encodes pictures in this JVM, to be closed with the model
     */
    TritonModel(ModelDescriptor descriptor, String servedName, String placeholder, CheckpointPrompts prompts,
            GenerationOptionsReader options, ModelInterface served, TritonCluster cluster, AutoCloseable vision) {
        this.descriptor = descriptor;
        this.servedName = servedName;
        this.placeholder = placeholder;
        this.prompts = prompts;
        this.options = options;
        this.served = served;
        this.cluster = cluster;
        this.vision = vision;
        this.chatModel = new TritonChatModel(this);
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
    public PromptSize measure(Prompt prompt) {
        return prompts.measure(prompt);
    }

    String servedName() {
        return servedName;
    }

    ModelInterface served() {
        return served;
    }

    void observeWith(ObservationRegistry registry) {
        chatModel.observeWith(registry);
    }

    /** Checks and encodes a prompt. Takes a while where it is long. */
    Question prepare(Prompt prompt, Map<String, String> headers) {
        GenerationOptions asked = GenerationOptions.from(prompt.getOptions());
        options.refuseUnsupported(asked);
        SamplingParameters sampling = options.sampling(asked);
        List<String> stops = ToolCallStops.of(options.stopSequences(asked), asked);
        EncodedPrompt encoded = prompts.encode(prompt);
        int maxTokens = options.maxTokens(asked, prompts.room(encoded));
        return new Question(UUID.randomUUID().toString(), encoded, () -> prompts.text(prompt, placeholder), sampling,
                stops,
                maxTokens, headers, options.terms(asked).timeout());
    }

    /** Sends a question and gives the server's responses as they come. */
    Flux<InferenceResponse> ask(Question question) {
        return served.request(question).flatMapMany(cluster::stream);
    }

    @Override
    public void close() {
        try {
            vision.close();
        } catch (Exception e) {
            throw new IllegalStateException("The vision encoder of " + descriptor.id() + " cannot be closed", e);
        }
    }
}
