package io.azulejo.backend.support;

import java.util.ArrayList;
import java.util.List;

import io.azulejo.api.model.GenerationOptions;
import io.azulejo.processor.ToolCallFormat;

/** An answer that may have one call of a tool ends with it. */
public final class ToolCallStops {

    private ToolCallStops() {}

    /** The stop strings of an answer, with the end of a call where there may be one only. */
    public static List<String> of(List<String> stops, GenerationOptions options) {
        if (options.tools().isEmpty() || !Boolean.FALSE.equals(options.parallelToolCalls())) {
            return stops;
        }
        List<String> all = new ArrayList<>(stops);
        all.add(ToolCallFormat.END);
        return List.copyOf(all);
    }
}
