package io.azulejo.processor.prompt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import io.azulejo.processor.ChatMessage.ToolCallPart;
import io.azulejo.processor.ChatTool;
import io.azulejo.processor.CheckpointException;
import io.azulejo.processor.PromptException;
import io.azulejo.processor.ToolCallFormat;
import io.azulejo.processor.checkpoint.JsonFile;
import io.azulejo.processor.template.Template;
import io.azulejo.processor.template.TemplateException;

/**
 * The Jinja chat template of a checkpoint, rendered the way transformers' {@code apply_chat_template} does:
 * {@code messages}, {@code add_generation_prompt}, the named special tokens, {@code raise_exception} and
 * {@code strftime_now}, and {@code tools}.
 */
final class ChatTemplate {

    private static final List<String> TOKEN_NAMES = List.of("bos_token", "eos_token", "unk_token", "pad_token");

    private final Path file;
    private final Template template;
    private final Map<String, String> specialTokens;
    private final boolean hasTools;

    private ChatTemplate(Path file, String source, Map<String, String> specialTokens) {
        this.file = file;
        this.specialTokens = Map.copyOf(specialTokens);
        try {
            template = Template.parse(source, () -> LocalDateTime.now(ZoneId.systemDefault()));
        } catch (TemplateException e) {
            throw new CheckpointException(file, "The chat template cannot be read: " + e.getMessage(), e);
        }
        refuseUnreadable();
        hasTools = writesTools();
    }

    /**
     * Finds the template where transformers looks for it: {@code chat_template.jinja}, {@code chat_template.json},
     * {@code tokenizer_config.json}.
     */
    static Optional<ChatTemplate> read(Path checkpoint) {
        Optional<JsonFile> config = JsonFile.readIfPresent(checkpoint, "tokenizer_config.json");
        Map<String, String> tokens = new HashMap<>();
        JsonFile.readIfPresent(checkpoint, "special_tokens_map.json").ifPresent(file -> addTokens(file, tokens));
        config.ifPresent(file -> addTokens(file, tokens));
        Path jinja = checkpoint.resolve("chat_template.jinja");
        if (Files.isRegularFile(jinja)) {
            try {
                return Optional.of(new ChatTemplate(jinja, Files.readString(jinja), tokens));
            } catch (IOException e) {
                throw new CheckpointException(jinja, "The chat template is not readable UTF-8.", e);
            }
        }
        return JsonFile.readIfPresent(checkpoint, "chat_template.json").flatMap(file -> of(file, tokens))
                .or(() -> config.flatMap(file -> of(file, tokens)));
    }

    private static Optional<ChatTemplate> of(JsonFile file, Map<String, String> tokens) {
        JsonNode node = file.root().path("chat_template");
        Optional<String> source = Optional.empty();
        if (node.isString()) {
            source = Optional.of(node.stringValue());
        } else if (node.isArray()) {
            // Several templates by name; the one for plain conversations is called "default".
            source = node.values().stream().filter(named -> named.path("name").asString("").equals("default"))
                    .map(named -> named.path("template").asString("")).findFirst();
        }
        return source.map(text -> new ChatTemplate(file.path(), text, tokens));
    }

    private static void addTokens(JsonFile file, Map<String, String> tokens) {
        for (String name : TOKEN_NAMES) {
            file.token(name).ifPresent(token -> tokens.put(name, token));
        }
    }

    Path file() {
        return file;
    }

    /**
     * Renders a conversation up to where the answer begins.
     *
     * @param messages maps of {@code role} and {@code content}, and {@code tool_calls} where there are some
     * @param tools as OpenAI's API has them; null where there are none
     * @throws PromptException if the template refuses the conversation
     */
    String render(List<? extends Map<String, ?>> messages, @Nullable List<?> tools) {
        Map<String, @Nullable Object> context = new HashMap<>(specialTokens);
        context.put("messages", messages);
        context.put("add_generation_prompt", true);
        // transformers passes these even where there are none: a template sees none, not something undefined.
        context.put("tools", tools);
        context.put("documents", null);
        try {
            return template.render(context);
        } catch (TemplateException.Raised e) {
            throw new PromptException("The model's chat template refuses the conversation: " + e.getMessage(), e);
        } catch (TemplateException e) {
            throw new PromptException("The model's chat template cannot be rendered: " + e.getMessage(), e);
        }
    }

    /** Whether the template has tools, and calls of them in the one form that answers are read by. */
    boolean hasTools() {
        return hasTools;
    }

    private boolean writesTools() {
        ToolCallPart call = new ToolCallPart("probe", "{\"depth\": 1}");
        ChatTool tool = new ChatTool("probe", "sounding", "{\"type\": \"object\"}");
        List<Map<String, Object>> sample = List.of(Map.of("role", "user", "content", "question"),
                Map.of("role", "assistant", "content", "", "tool_calls", List.of(ToolValues.of(call))),
                Map.of("role", "tool", "content", "a result"));
        try {
            String rendered = render(sample, List.of(ToolValues.of(tool)));
            return rendered.contains(ToolCallFormat.OPEN + "probe" + ToolCallFormat.ARGUMENTS + call.arguments()
                    + ToolCallFormat.CLOSE) && rendered.contains("sounding") && rendered.contains("a result");
        } catch (PromptException _) {
            return false;
        }
    }

    /** A template that uses what cannot be rendered is better refused when the checkpoint is loaded. */
    private void refuseUnreadable() {
        List<Map<String, String>> sample = List.of(Map.of("role", "user", "content", "question"));
        String rendered;
        try {
            rendered = render(sample, null);
        } catch (PromptException e) {
            throw new CheckpointException(file, String.valueOf(e.getMessage()), e);
        }
        if (!rendered.contains("question")) {
            throw new CheckpointException(file, "The chat template does not write a user's message.");
        }
    }
}
