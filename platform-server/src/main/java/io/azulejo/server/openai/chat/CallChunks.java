package io.azulejo.server.openai.chat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.springframework.ai.chat.model.Generation;

import io.azulejo.api.model.ToolCallDelta;
import io.azulejo.server.openai.chat.ChatCompletionChunk.CallDelta;

/** The calls of one answer on their way into chunks: piece by piece, or whole where a backend tells no pieces. */
final class CallChunks {

    private final Map<String, Integer> begun = new HashMap<>();

    List<CallDelta> of(Generation generation) {
        List<CallDelta> chunks = new ArrayList<>();
        for (ToolCallDelta delta : generation.getMetadata().getOrDefault(ToolCallDelta.METADATA_KEY,
                List.<ToolCallDelta>of())) {
            Integer index = begun.get(delta.id());
            chunks.add(index == null
                    ? CallDelta.first(begin(delta.id()), delta.id(), delta.name(), delta.arguments())
                    : CallDelta.further(index, delta.arguments()));
        }
        generation.getOutput().getToolCalls().stream().filter(call -> !begun.containsKey(call.id()))
                .forEach(call -> chunks
                        .add(CallDelta.first(begin(call.id()), call.id(), call.name(), call.arguments())));
        return chunks;
    }

    private int begin(String id) {
        int index = begun.size();
        begun.put(id, index);
        return index;
    }
}
