package io.azulejo.backend.support;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.messages.AssistantMessage.ToolCall;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.azulejo.api.model.GenerationOptions;
import io.azulejo.api.model.ToolCallDelta;
import io.azulejo.processor.ToolCallFormat;

/**
 * Reads calls of tools out of an answer's text as it comes. Arguments are passed on as they are written; where a model
 * puts them before the name, when the call is whole. What is no call of a known tool is text. Of white space before a call
 * nothing is shown, so that the call, written down again, is what the model wrote.
 */
final class ToolCallText {

    /**
     * What became of a piece of text.
     *
     * @param text what may be shown
     * @param deltas pieces of calls
     * @param calls those that are whole now
     */
    record Piece(String text, List<ToolCallDelta> deltas, List<ToolCall> calls) {

        Piece and(Piece next) {
            List<ToolCallDelta> allDeltas = new ArrayList<>(deltas);
            allDeltas.addAll(next.deltas);
            List<ToolCall> allCalls = new ArrayList<>(calls);
            allCalls.addAll(next.calls);
            return new Piece(text + next.text, List.copyOf(allDeltas), List.copyOf(allCalls));
        }
    }

    private static final Pattern HEAD = Pattern
            .compile("\\s*\\{\\s*\"name\"\\s*:\\s*\"([^\"\\\\]*)\"\\s*,\\s*\"arguments\"\\s*:\\s*(?=\\{)");

    private final Set<String> tools;
    private final boolean parallel;
    /** What is not decided about: text that may lead to a call, or the inside of one. */
    private final StringBuilder held = new StringBuilder();
    private boolean inCall;
    /** White space before the call, which is shown where it turns out to be none. */
    private String gap = "";
    private @Nullable OpenCall open;
    private int calls;

    private StringBuilder text = new StringBuilder();
    private List<ToolCallDelta> deltas = new ArrayList<>();
    private List<ToolCall> whole = new ArrayList<>();

    /** @param parallel whether there may be more than one call; text after the only one is dropped */
    ToolCallText(Set<String> tools, boolean parallel) {
        this.tools = tools;
        this.parallel = parallel;
    }

    static ToolCallText of(GenerationOptions options) {
        Set<String> names = options.tools().stream().map(tool -> tool.getToolDefinition().name())
                .collect(Collectors.toUnmodifiableSet());
        return new ToolCallText(names, !Boolean.FALSE.equals(options.parallelToolCalls()));
    }

    /** Whether there was a call, if only the beginning of one. */
    boolean hasCalls() {
        return calls > 0;
    }

    /** Takes more of the answer. */
    Piece append(String more) {
        held.append(more);
        while (inCall ? readCall() : readText()) {
            // Each step takes something of what is held.
        }
        return take();
    }

    /** The answer is over: what is held is shown, or ends the call that it is part of. */
    Piece finish() {
        if (open != null) {
            if (open.isWhole()) {
                endCall(open);
            }
        } else if (inCall && !wholeCall(held.toString())) {
            show(gap + ToolCallFormat.START + held);
        } else if (!inCall && !isLastWord()) {
            text.append(held);
        }
        held.setLength(0);
        return take();
    }

    private Piece take() {
        Piece piece = new Piece(text.toString(), List.copyOf(deltas), List.copyOf(whole));
        text = new StringBuilder();
        deltas = new ArrayList<>();
        whole = new ArrayList<>();
        return piece;
    }

    private boolean isLastWord() {
        return calls > 0 && (!parallel || held.toString().isBlank());
    }

    private boolean readText() {
        int start = held.indexOf(ToolCallFormat.START);
        if (start >= 0) {
            String before = held.substring(0, start);
            show(before.stripTrailing());
            gap = before.substring(before.stripTrailing().length());
            held.delete(0, start + ToolCallFormat.START.length());
            inCall = true;
            return true;
        }
        int keep = held.length() - undecided();
        show(held.substring(0, keep));
        held.delete(0, keep);
        return false;
    }

    private void show(String shown) {
        if (calls == 0 || parallel) {
            text.append(shown);
        }
    }

    /** How much of the end may lead to a call: white space, and the beginning of its mark. */
    private int undecided() {
        int mark = Math.min(ToolCallFormat.START.length() - 1, held.length());
        while (!ToolCallFormat.START.startsWith(held.substring(held.length() - mark))) {
            mark--;
        }
        int start = held.length() - mark;
        while (start > 0 && Character.isWhitespace(held.charAt(start - 1))) {
            start--;
        }
        return held.length() - start;
    }

    private boolean readCall() {
        if (open == null && !begin()) {
            return bufferedCall();
        }
        OpenCall call = open;
        if (call == null) {
            return false;
        }
        if (!call.isWhole()) {
            String taken = call.take(held);
            held.delete(0, taken.length());
            if (!taken.isEmpty() && call.told()) {
                deltas.add(new ToolCallDelta(call.index, call.id, call.name, taken));
            }
        }
        int end = call.isWhole() ? held.indexOf(ToolCallFormat.END) : -1;
        if (end < 0) {
            return false;
        }
        endCall(call);
        held.delete(0, end + ToolCallFormat.END.length());
        return true;
    }

    private boolean begin() {
        Matcher head = HEAD.matcher(held);
        if (!head.lookingAt()) {
            return false;
        }
        String name = head.group(1);
        if (!tools.contains(name)) {
            return false;
        }
        held.delete(0, head.end());
        open = open(name);
        return true;
    }

    private OpenCall open(String name) {
        OpenCall call = new OpenCall(calls++, "call_" + UUID.randomUUID().toString().replace("-", ""), name,
                parallel || calls == 1);
        if (call.told()) {
            deltas.add(new ToolCallDelta(call.index, call.id, name, ""));
        }
        return call;
    }

    private void endCall(OpenCall call) {
        if (call.told()) {
            whole.add(new ToolCall(call.id, "function", call.name, call.arguments.toString()));
        }
        open = null;
        inCall = false;
    }

    /** A call of another shape is read when its end has come. */
    private boolean bufferedCall() {
        int end = held.indexOf(ToolCallFormat.END);
        if (end < 0) {
            return false;
        }
        String inside = held.substring(0, end);
        held.delete(0, end + ToolCallFormat.END.length());
        if (!wholeCall(inside)) {
            show(gap + ToolCallFormat.START + inside + ToolCallFormat.END);
            inCall = false;
        }
        return true;
    }

    private boolean wholeCall(String inside) {
        try {
            JsonNode call = JsonMapper.shared().readTree(inside);
            JsonNode arguments = call.path("arguments");
            String name = call.path("name").asString("");
            if (!tools.contains(name) || !(arguments.isObject() || arguments.isMissingNode())) {
                return false;
            }
            OpenCall read = open(name);
            String json = arguments.isMissingNode() ? "{}" : arguments.toString();
            read.arguments.append(json);
            if (read.told()) {
                deltas.add(new ToolCallDelta(read.index, read.id, name, json));
            }
            endCall(read);
            return true;
        } catch (JacksonException _) {
            return false;
        }
    }

    /** A call whose arguments are being written. */
    private static final class OpenCall {

        private final int index;
        private final String id;
        private final String name;
        private final boolean told;
        private final StringBuilder arguments = new StringBuilder();
        private int depth;
        private boolean inString;
        private boolean escaped;
        private boolean ended;

        OpenCall(int index, String id, String name, boolean told) {
            this.index = index;
            this.id = id;
            this.name = name;
            this.told = told;
        }

        /** Not told are those after the only one that was asked for. */
        boolean told() {
            return told;
        }

        boolean isWhole() {
            return ended;
        }

        /** The part of the text that belongs to the arguments, which end with the bracket that closes the first one. */
        String take(CharSequence more) {
            int taken = 0;
            while (taken < more.length() && !ended) {
                char c = more.charAt(taken++);
                if (inString) {
                    inString = escaped || c != '"';
                    escaped = !escaped && c == '\\';
                } else {
                    inString = c == '"';
                    depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
                    ended = depth == 0;
                }
            }
            String part = more.subSequence(0, taken).toString();
            arguments.append(part);
            return part;
        }
    }
}
