package io.azulejo.openai;

import java.util.LinkedHashMap;
import java.util.Map;

import com.openai.models.chat.completions.ChatCompletionNamedToolChoice;
import com.openai.models.chat.completions.ChatCompletionToolChoiceOption;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.openai.OpenAiChatOptions;

import io.azulejo.api.error.BackendException;
import io.azulejo.api.error.UnsupportedRequestException;
import io.azulejo.api.model.GenerationOptions;
import io.azulejo.api.model.GenerationParameter;
import io.azulejo.api.model.ToolChoice;
import io.azulejo.backend.support.GenerationOptionsReader;
import io.azulejo.openai.ModelSettings.Continuation;
import io.azulejo.openai.ModelSettings.MaxTokensField;

/**
 * Turns a prompt into one for Spring AI's OpenAI model. What is not asked for is not sent, so that the server's defaults
 * hold.
 */
final class RequestTranslator {

    private final ModelSettings model;
    private final MessageTranslator messages;
    private final GenerationOptionsReader reader;

    RequestTranslator(ModelSettings model, MessageTranslator messages, GenerationOptionsReader reader) {
        this.model = model;
        this.messages = messages;
        this.reader = reader;
    }

    /** @throws BackendException where the prompt asks for what the model does not take, or has a value out of range */
    Prompt translate(Prompt prompt) {
        GenerationOptions asked = GenerationOptions.from(prompt.getOptions());
        check(asked);
        return new Prompt(messages.translate(prompt), options(asked, isContinued(prompt)));
    }

    private boolean isContinued(Prompt prompt) {
        boolean continued = !prompt.getInstructions().isEmpty()
                && prompt.getInstructions().getLast() instanceof AssistantMessage;
        if (continued && model.continuation() == Continuation.NONE) {
            throw new UnsupportedRequestException("The last message is the assistant's, and it is not known that this "
                    + "model's server goes on with an answer. Send a user's message last.", "messages");
        }
        return continued;
    }

    private void check(GenerationOptions asked) {
        reader.refuseUnsupported(asked);
        if (!asked.tools().isEmpty() && !model.tools()) {
            throw new UnsupportedRequestException("This model cannot call tools.", "tools");
        }
        reader.sampling(asked);
        reader.stopSequences(asked);
        reader.maxTokens(asked, Integer.MAX_VALUE);
        reader.maxTiles(asked, model.maxTiles(), model.maxTiles());
    }

    private OpenAiChatOptions options(GenerationOptions asked, boolean continued) {
        OpenAiChatOptions.Builder options = ServerConnection.options().model(model.name())
                .temperature(asked.temperature()).topP(asked.topP()).presencePenalty(asked.presencePenalty())
                .frequencyPenalty(asked.frequencyPenalty()).stopSequences(asked.stopSequences())
                .logprobs(asked.logprobs()).topLogprobs(asked.topLogprobs()).extraBody(extensions(asked, continued));
        if (!asked.tools().isEmpty()) {
            options.toolCallbacks(asked.tools()).parallelToolCalls(asked.parallelToolCalls())
                    .toolChoice(toolChoice(asked.toolChoice()));
        }
        if (model.maxTokensField() == MaxTokensField.MAX_TOKENS) {
            options.maxTokens(asked.maxTokens());
        } else {
            options.maxCompletionTokens(asked.maxTokens());
        }
        return options.build();
    }

    private static @Nullable Object toolChoice(@Nullable ToolChoice choice) {
        return switch (choice) {
            case null -> null;
            case ToolChoice.Auto _ -> "auto";
            case ToolChoice.None _ -> "none";
            case ToolChoice.Required _ -> "required";
            case ToolChoice.Named(String tool) -> ChatCompletionToolChoiceOption
                    .ofNamedToolChoice(ChatCompletionNamedToolChoice.builder()
                            .function(ChatCompletionNamedToolChoice.Function.builder().name(tool).build()).build());
        };
    }

    /** What Spring AI has no place for; seeds and biases are narrower there than in OpenAI's API. */
    private Map<String, Object> extensions(GenerationOptions asked, boolean continued) {
        Map<String, Object> fields = new LinkedHashMap<>();
        if (continued && model.continuation() == Continuation.VLLM) {
            fields.put("add_generation_prompt", false);
            fields.put("continue_final_message", true);
        }
        put(fields, GenerationParameter.SEED, asked.seed());
        put(fields, GenerationParameter.LOGIT_BIAS, asked.logitBias());
        put(fields, GenerationParameter.TOP_K, asked.topK());
        put(fields, GenerationParameter.MIN_P, asked.minP());
        put(fields, GenerationParameter.REPETITION_PENALTY, asked.repetitionPenalty());
        if (asked.maxTiles() != null) {
            // The name on the wire is that of a field within another.
            String[] path = GenerationParameter.MAX_TILES.wireName().split("\\.", 2);
            fields.put(path[0], Map.of(path[1], asked.maxTiles()));
        }
        return fields;
    }

    private static void put(Map<String, Object> fields, GenerationParameter parameter, @Nullable Object value) {
        if (value != null) {
            fields.put(parameter.wireName(), value);
        }
    }
}
