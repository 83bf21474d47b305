package io.azulejo.tck;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.prompt.Prompt;

import io.azulejo.api.error.BackendException;
import io.azulejo.api.error.BackendUnavailableException;
import io.azulejo.api.error.GenerationFailedException;
import io.azulejo.api.error.InvalidRequestException;
import io.azulejo.api.error.OverCapacityException;
import io.azulejo.api.model.FinishReason;
import io.azulejo.api.model.GenerationOptions;
import io.azulejo.api.model.ResponseFormat;

/**
 * Repeats the last user message and counts its pictures, unless that message holds directives in double brackets, by
 * which a test outside the JVM can steer: {@code [[pieces=20 delay=50ms]]}, {@code [[fail=unavailable after=3]]},
 * {@code [[cached=7]]}, {@code [[finish=length]]}. {@code fail} is one of {@code invalid}, {@code capacity},
 * {@code unavailable}, {@code broken}. {@code [[call=clock,weather]]} calls tools, and so does any answer that must, with
 * arguments made up by the tools' schemas; the tools' results are repeated. A document that is asked for is made up too. An answer that was begun so goes on.
 */
final class DirectiveScript implements Script {

    private static final Pattern DIRECTIVES = Pattern.compile("\\[\\[(.*?)\\]\\]");

    private final Duration delay;

    DirectiveScript(Duration delay) {
        this.delay = delay;
    }

    @Override
    public ScriptedAnswer answer(Prompt prompt, GenerationOptions options) {
        ScriptedAnswer answer = ScriptedCalls.answer(prompt, options)
                .orElseGet(() -> options.responseFormat() == null ? whole(prompt) : document(options.responseFormat()));
        return prompt.getInstructions().getLast() instanceof AssistantMessage begun && begun.getText() != null
                ? answer.after(begun.getText())
                : answer;
    }

    private static ScriptedAnswer document(ResponseFormat format) {
        return ScriptedAnswer.words(format instanceof ResponseFormat.JsonSchema json
                ? SchemaExample.of(json.schema()).toString()
                : "{}");
    }

    private ScriptedAnswer whole(Prompt prompt) {
        List<UserMessage> users = prompt.getUserMessages();
        String text = users.isEmpty() || users.getLast().getText() == null ? "" : users.getLast().getText();
        int pictures = users.isEmpty() ? 0 : users.getLast().getMedia().size();
        Matcher matcher = DIRECTIVES.matcher(text);
        if (!matcher.find()) {
            return ScriptedAnswer.words("You sent " + pictures + (pictures == 1 ? " picture" : " pictures")
                    + " and said: " + text).delayed(delay);
        }
        Map<String, String> directives = new HashMap<>();
        Arrays.stream(matcher.group(1).strip().split("\\s+")).map(directive -> directive.split("=", 2))
                .forEach(parts -> directives.put(parts[0], parts.length > 1 ? parts[1] : ""));
        ScriptedAnswer answer = ScriptedAnswer
                .count(Integer.parseInt(directives.getOrDefault("pieces", directives.getOrDefault("after", "0"))))
                .delayed(directives.containsKey("delay")
                        ? Duration.parse("PT0" + seconds(directives.get("delay")))
                        : delay)
                .cached(Integer.parseInt(directives.getOrDefault("cached", "0")));
        if ("length".equals(directives.get("finish"))) {
            answer = answer.finishing(FinishReason.LENGTH);
        }
        String failure = directives.get("fail");
        return failure == null ? answer : answer.failing(failure(failure));
    }

    private static String seconds(String text) {
        return text.endsWith("ms")
                ? String.format(Locale.ROOT, ".%03ds", Integer.parseInt(text.substring(0, text.length() - 2)))
                : text;
    }

    private static BackendException failure(String name) {
        return switch (name) {
            case "invalid" -> new InvalidRequestException("The script finds the request invalid.", "messages",
                    InvalidRequestException.INVALID_VALUE);
            case "capacity" -> new OverCapacityException("The script has no room.", Duration.ofSeconds(7));
            case "unavailable" -> new BackendUnavailableException("The script is away.", null);
            default -> new GenerationFailedException("The script broke.", null);
        };
    }
}
