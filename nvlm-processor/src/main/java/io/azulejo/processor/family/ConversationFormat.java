package io.azulejo.processor.family;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A published conversation format: fixed text with control tokens around what is said. A prompt is system start, system
 * message, end; then for each message its role's start, the message, end; then the assistant's start.
 *
 * @param name as {@code template} in {@code config.json} names it
 * @param systemStart before the system message
 * @param userStart before a user's message
 * @param assistantStart before an answer
 * @param end after every message
 * @param defaultSystem the system message where the conversation has none; where this is empty too, there is no system
 *            message at all
 * @param trimmed whether white space around each message is taken off
 */
public record ConversationFormat(String name, String systemStart, String userStart, String assistantStart, String end,
        Optional<String> defaultSystem, boolean trimmed) {

    private static final Pattern CONTROL_TOKEN = Pattern.compile("<\\|[a-z_]+\\|>");

    /** InternVL 2's default system message: its conversation.py keeps the older sentence for all three templates. */
    private static final String INTERNVL2_SYSTEM = "你是由上海人工智能实验室联合商汤科技开发的书生多模态大模型，英文名叫InternVL, 是一个有用无害的人工智能助手。";
    private static final String INTERNVL2_5_SYSTEM = "你是书生·万象，英文名是InternVL，是由上海人工智能实验室、清华大学及多家合作单位联合开发的多模态大语言模型。";

    /**
     * The formats that {@code template} may name. Source: conversation.py of NVLM-D-72B and of OpenGVLab/InternVL; both
     * write their chat-ML without a newline after the end token, except {@code internvl2_5}.
     */
    private static final Map<String, ConversationFormat> TEMPLATES = new LinkedHashMap<>();

    static {
        List.of(chatMl("chatml", "<|im_end|>", "Answer the questions."),
                chatMl("Hermes-2", "<|im_end|>", INTERNVL2_SYSTEM),
                chatMl("internlm2-chat", "<|im_end|>", INTERNVL2_SYSTEM),
                chatMl("internvl2_5", "<|im_end|>\n", INTERNVL2_5_SYSTEM))
                .forEach(format -> TEMPLATES.put(format.name(), format));
    }

    /** Qwen2's own format, for a checkpoint whose tokenizer brings no chat template. */
    static final ConversationFormat QWEN2 = chatMl("qwen2", "<|im_end|>\n", "You are a helpful assistant.");

    /** Llama 3's own format, likewise. The beginning of the text is the tokenizer's to add. */
    static final ConversationFormat LLAMA3 = new ConversationFormat("llama3",
            "<|start_header_id|>system<|end_header_id|>\n\n", "<|start_header_id|>user<|end_header_id|>\n\n",
            "<|start_header_id|>assistant<|end_header_id|>\n\n", "<|eot_id|>", Optional.empty(), true);

    private static ConversationFormat chatMl(String name, String end, String system) {
        return new ConversationFormat(name, "<|im_start|>system\n", "<|im_start|>user\n", "<|im_start|>assistant\n",
                end, Optional.of(system), false);
    }

    static Optional<ConversationFormat> named(String template) {
        return Optional.ofNullable(TEMPLATES.get(template));
    }

    static String names() {
        return String.join(", ", TEMPLATES.keySet());
    }

    ConversationFormat withDefaultSystem(String system) {
        return new ConversationFormat(name, systemStart, userStart, assistantStart, end, Optional.of(system), trimmed);
    }

    /** The control tokens that the tokenizer has to know. */
    public TreeSet<String> controlTokens() {
        TreeSet<String> tokens = new TreeSet<>(endTokens());
        CONTROL_TOKEN.matcher(systemStart + userStart + assistantStart).results().map(MatchResult::group)
                .forEach(tokens::add);
        return tokens;
    }

    /** The control tokens with which an answer ends. */
    public List<String> endTokens() {
        return CONTROL_TOKEN.matcher(end).results().map(MatchResult::group).toList();
    }
}
