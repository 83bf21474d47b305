package io.azulejo.triton.served;

import java.util.Set;

import reactor.core.publisher.Mono;

import io.azulejo.api.model.GenerationParameter;
import io.azulejo.triton.client.InferenceRequest;

/** How one served model is asked and how it answers. */
public sealed interface ModelInterface permits TextInterface, TokensInterface, LlmApiInterface, VllmInterface {

    /** What may be set for an answer; what a model has no input for is left out. */
    Set<GenerationParameter> parameters();

    /** Whether it takes pictures. */
    boolean pictures();

    /** The most alternatives told for each token, where it tells log-probabilities. */
    default int maxTopLogprobs() {
        return 0;
    }

    /** Puts a question into the model's inputs. */
    Mono<InferenceRequest> request(Question question);

    /** Reads the answer to a question. */
    AnswerReader reader(Question question);
}
