package io.azulejo.libtorch.grammar;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Answers that call tools.
 *
 * @param tools those of which any may be called
 * @param several whether there may be more than one call
 * @param format what is written around a call
 */
public record ToolCalls(List<Tool> tools, boolean several, Format format) {

    private static final Set<String> COMBINED = Set.of("$ref", "anyOf", "oneOf", "allOf", "const", "enum");

    public ToolCalls {
        tools = List.copyOf(tools);
    }

    /**
     * @param name as calls write it
     * @param schema the JSON schema of its arguments
     * @param strict whether a schema that cannot be held to is refused; else the arguments are then any object
     */
    public record Tool(String name, String schema, boolean strict) {}

    /**
     * @param open before the name
     * @param arguments between the name and the arguments
     * @param close after the arguments
     * @param separator between two calls
     */
    public record Format(String open, String arguments, String close, String separator) {}

    /**
     * The form of one call or more, or of the document where there is one.
     *
     * @throws SchemaException where a strict schema cannot be held to
     */
    Form form(@Nullable Form document) {
        List<Form> forms = new ArrayList<>();
        List<Form> alternatives = new ArrayList<>();
        for (Tool tool : tools) {
            alternatives.add(add(forms, new SequenceForm(List.of(
                    Literal.of(format.open() + name(tool) + format.arguments()), arguments(tool),
                    Literal.of(format.close())))));
        }
        Form call = add(forms, new UnionForm(alternatives));
        UnionForm further = add(forms, new UnionForm(List.of(add(forms, new SequenceForm(List.of())))));
        Form calls = add(forms, new SequenceForm(List.of(call, further)));
        if (several) {
            further.add(add(forms, new SequenceForm(List.of(Literal.of(format.separator()), calls))));
        }
        Form answer = document == null ? calls : add(forms, new UnionForm(List.of(document, calls)));
        Form.settle(forms);
        return answer;
    }

    private static String name(Tool tool) {
        String json = JsonMapper.shared().writeValueAsString(tool.name());
        return json.substring(1, json.length() - 1);
    }

    private static Form arguments(Tool tool) {
        try {
            return read(tool.schema());
        } catch (SchemaException e) {
            if (tool.strict()) {
                throw new SchemaException("The parameters of the tool '" + tool.name() + "': " + e.getMessage());
            }
            return SchemaReader.anyObject();
        }
    }

    private static Form read(String text) {
        JsonNode schema;
        try {
            schema = JsonMapper.shared().readTree(text);
        } catch (JacksonException e) {
            throw new SchemaException("The schema is not JSON: " + e.getOriginalMessage());
        }
        if (!(schema instanceof ObjectNode object)) {
            throw new SchemaException("The schema must be an object.");
        }
        if (COMBINED.stream().anyMatch(object::has)) {
            return SchemaReader.read(text);
        }
        if (!object.path("type").asString("object").equals("object")) {
            throw new SchemaException("The schema must be that of an object.");
        }
        ObjectNode closed = object.deepCopy().put("type", "object");
        if (!closed.has("additionalProperties")) {
            // Of a tool that names no parameters a model would think some up.
            closed.put("additionalProperties", false);
        }
        return SchemaReader.read(closed.toString());
    }

    private static <F extends Form> F add(List<Form> forms, F form) {
        forms.add(form);
        return form;
    }
}
