package io.azulejo.server.openai.chat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.AssistantMessage.ToolCall;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage.ToolResponse;

import io.azulejo.server.openai.OpenAiException;

/** Puts the results of a message's calls together, in the order of the calls, and sees that none is missing. */
public final class ToolConversation {

    /** The calls that wait for results, by id, and the results that came. */
    private final Map<String, ToolCall> open = new LinkedHashMap<>();
    private final Map<String, ToolResponse> results = new LinkedHashMap<>();
    private String lastResult = "messages";

    /** A tool's message. */
    Message result(String path, @Nullable String id, String text) {
        String field = path + ".tool_call_id";
        if (id == null) {
            throw OpenAiException.missing(field);
        }
        return result(path, field, id, text);
    }

    /** The result of a call. */
    public Message result(String path, String field, String id, String text) {
        ToolCall call = open.get(id);
        if (call == null) {
            throw OpenAiException.invalid(field, "'" + field + "' is '" + id
                    + "', which no call has in the assistant's message before.");
        }
        if (results.containsKey(id)) {
            throw OpenAiException.invalid(field, "'" + field + "' is '" + id + "', whose result came before.");
        }
        lastResult = path;
        return ToolResponseMessage.builder().responses(List.of(new ToolResponse(id, call.name(), text))).build();
    }

    /** Takes the next message; results wait for the others of their turn. */
    public void add(Message message, List<Message> out) {
        if (message instanceof ToolResponseMessage result) {
            result.getResponses().forEach(response -> results.put(response.id(), response));
            return;
        }
        end(out);
        if (message instanceof AssistantMessage assistant) {
            assistant.getToolCalls().forEach(call -> open.put(call.id(), call));
        }
        out.add(message);
    }

    /** To be called after the last message. */
    public void end(List<Message> out) {
        if (open.isEmpty()) {
            return;
        }
        List<ToolResponse> ordered = new ArrayList<>();
        for (String id : open.keySet()) {
            ToolResponse result = results.get(id);
            if (result == null) {
                throw OpenAiException.invalid(results.isEmpty() ? "messages" : lastResult, "The result of the call '"
                        + id + "' is missing: each call needs a result right after the message that calls.");
            }
            ordered.add(result);
        }
        out.add(ToolResponseMessage.builder().responses(ordered).build());
        open.clear();
        results.clear();
    }
}
