package io.azulejo.server.openai.responses;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.messages.AssistantMessage.ToolCall;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;

import io.azulejo.api.model.FinishReason;
import io.azulejo.api.model.TokenUsage;
import io.azulejo.api.model.ToolCallDelta;
import io.azulejo.server.openai.OpenAiJson;
import io.azulejo.server.openai.responses.ResponseObject.Item;
import io.azulejo.server.openai.responses.ResponseObject.OutputText;

/**
 * Turns the responses of a model into the named events of one response, numbered from 0 without gaps, and keeps what has
 * come. For one thread at a time.
 */
final class ResponseEvents {

    private ResponseObject response;
    private int seq;
    private final List<Item> output = new ArrayList<>();
    private final List<ResponseEvent> out = new ArrayList<>();
    /** The text of the message that is open. */
    private @Nullable StringBuilder message;
    private @Nullable OpenCall call;
    private final Map<String, String> written = new LinkedHashMap<>();
    private String itemId = "";
    private @Nullable FinishReason reason;
    private @Nullable TokenUsage usage;

    ResponseEvents(ResponseObject response) {
        this.response = response;
    }

    /** A call that is being written. */
    private record OpenCall(String id, String name, StringBuilder arguments) {}

    ResponseObject response() {
        return response;
    }

    boolean hasOutput() {
        return !output.isEmpty() || message != null || call != null;
    }

    /** The first event. */
    List<ResponseEvent> created() {
        whole("response.created");
        if (response.status().equals("queued")) {
            whole("response.queued");
        }
        return take();
    }

    List<ResponseEvent> started() {
        response = response.with("in_progress");
        whole("response.in_progress");
        return take();
    }

    /** Takes what a model says; texts that follow each other are told together. */
    List<ResponseEvent> take(List<ChatResponse> responses) {
        StringBuilder text = new StringBuilder();
        for (ChatResponse each : responses) {
            for (Generation generation : each.getResults()) {
                String piece = generation.getOutput().getText();
                text.append(piece == null ? "" : piece);
                List<ToolCallDelta> deltas = generation.getMetadata().getOrDefault(ToolCallDelta.METADATA_KEY,
                        List.<ToolCallDelta>of());
                if (!deltas.isEmpty() || generation.getOutput().hasToolCalls()) {
                    text(text.toString());
                    text.setLength(0);
                    deltas.forEach(this::delta);
                    generation.getOutput().getToolCalls().forEach(this::whole);
                }
                String told = generation.getMetadata().getFinishReason();
                if (told != null && !told.isEmpty()) {
                    reason = FinishReason.valueOf(told.toUpperCase(java.util.Locale.ROOT));
                }
            }
            if (each.getMetadata().getUsage() instanceof TokenUsage exact) {
                usage = exact;
            }
        }
        text(text.toString());
        return take();
    }

    List<ResponseEvent> completed() {
        if (!hasOutput()) {
            openMessage();
        }
        boolean cut = reason == FinishReason.LENGTH;
        close(cut ? "incomplete" : "completed");
        return end(cut ? "incomplete" : "completed", null,
                cut ? new ResponseObject.Incomplete("max_output_tokens") : null);
    }

    List<ResponseEvent> failed(String code, String words) {
        close("incomplete");
        return end("failed", new ResponseObject.Failure(code, words), null);
    }

    List<ResponseEvent> cancelled() {
        close("incomplete");
        return end("cancelled", null, null);
    }

    private List<ResponseEvent> end(String status, ResponseObject.@Nullable Failure failure,
            ResponseObject.@Nullable Incomplete incomplete) {
        response = response.ended(status, Instant.now().getEpochSecond(), List.copyOf(output), failure, incomplete,
                usage == null ? null : ResponseObject.Usage.of(usage));
        whole("response." + status);
        return take();
    }

    private void text(String text) {
        if (text.isEmpty()) {
            return;
        }
        if (message == null) {
            close("completed");
            openMessage();
        }
        if (message != null) {
            message.append(text);
        }
        event("response.output_text.delta", "item_id", itemId, "output_index", output.size(), "content_index", 0,
                "delta", text, "logprobs", List.of());
    }

    private void openMessage() {
        message = new StringBuilder();
        itemId = "msg_" + hex();
        event("response.output_item.added", "output_index", output.size(), "item",
                Item.message(itemId, "in_progress", List.of()));
        event("response.content_part.added", "item_id", itemId, "output_index", output.size(), "content_index", 0,
                "part", OutputText.of(""));
    }

    private void delta(ToolCallDelta delta) {
        OpenCall open = call;
        if (open == null || !open.id().equals(delta.id())) {
            close("completed");
            open = new OpenCall(delta.id(), delta.name(), new StringBuilder());
            call = open;
            itemId = "fc_" + hex();
            event("response.output_item.added", "output_index", output.size(), "item",
                    Item.call(itemId, "in_progress", delta.id(), delta.name(), ""));
        }
        if (!delta.arguments().isEmpty()) {
            open.arguments().append(delta.arguments());
            event("response.function_call_arguments.delta", "item_id", itemId, "output_index", output.size(), "delta",
                    delta.arguments());
        }
    }

    private void whole(ToolCall whole) {
        if (written.containsKey(whole.id())) {
            return;
        }
        if (call == null || !call.id().equals(whole.id())) {
            delta(new ToolCallDelta(0, whole.id(), whole.name(), whole.arguments()));
        }
        close("completed");
    }

    private void close(String status) {
        StringBuilder text = message;
        OpenCall open = call;
        if (text != null) {
            OutputText part = OutputText.of(text.toString());
            event("response.output_text.done", "item_id", itemId, "output_index", output.size(), "content_index", 0,
                    "text", part.text(), "logprobs", List.of());
            event("response.content_part.done", "item_id", itemId, "output_index", output.size(), "content_index", 0,
                    "part", part);
            done(Item.message(itemId, status, List.of(part)));
        } else if (open != null) {
            String arguments = open.arguments().toString();
            written.put(open.id(), arguments);
            event("response.function_call_arguments.done", "item_id", itemId, "output_index", output.size(), "name",
                    open.name(), "arguments", arguments);
            done(Item.call(itemId, status, open.id(), open.name(), arguments));
        }
        message = null;
        call = null;
    }

    private void done(Item item) {
        event("response.output_item.done", "output_index", output.size(), "item", item);
        output.add(item);
    }

    private void whole(String type) {
        event(type, "response", response);
    }

    private void event(String type, Object... fields) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("type", type);
        event.put("sequence_number", seq);
        for (int i = 0; i < fields.length; i += 2) {
            event.put((String) fields[i], fields[i + 1]);
        }
        boolean end = type.equals("response." + response.status()) && response.hasEnded();
        out.add(new ResponseEvent(seq++, type, OpenAiJson.text(event), end));
    }

    private List<ResponseEvent> take() {
        List<ResponseEvent> taken = List.copyOf(out);
        out.clear();
        return taken;
    }

    private static String hex() {
        return UUID.randomUUID().toString().replace("-", "");
    }
}
