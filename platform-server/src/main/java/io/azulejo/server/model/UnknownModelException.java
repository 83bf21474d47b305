package io.azulejo.server.model;

import java.util.List;

/** A request named a model that no backend serves. */
public final class UnknownModelException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String model;

    UnknownModelException(String model, List<String> known) {
        super("There is no model '%s'. Models here: %s.".formatted(model,
                known.isEmpty() ? "none" : String.join(", ", known)));
        this.model = model;
    }

    /** The name that was asked for. */
    public String model() {
        return model;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
