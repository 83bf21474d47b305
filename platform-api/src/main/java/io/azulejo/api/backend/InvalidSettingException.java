package io.azulejo.api.backend;

import org.jspecify.annotations.Nullable;

/** A setting that cannot be used. Says which one, what is wrong with it and how to mend it. */
public final class InvalidSettingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String property;
    private final @Nullable String value;
    private final String problem;
    private final String remedy;

    /**
     * @param property the full name of the property, such as {@code azulejo.backends.local.models.nvlm.path}
     * @param value the value it has, or null where it has none
     * @param problem what is wrong, as a sentence
     * @param remedy what to do about it, as a sentence
     */
    public InvalidSettingException(String property, @Nullable String value, String problem, String remedy) {
        this(property, value, problem, remedy, null);
    }

    public InvalidSettingException(String property, @Nullable String value, String problem, String remedy,
            @Nullable Throwable cause) {
        super(property + (value == null ? "" : "=" + value) + ": " + problem + " " + remedy, cause);
        this.property = property;
        this.value = value;
        this.problem = problem;
        this.remedy = remedy;
    }

    public String property() {
        return property;
    }

    public @Nullable String value() {
        return value;
    }

    public String problem() {
        return problem;
    }

    public String remedy() {
        return remedy;
    }
}
