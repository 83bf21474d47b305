package io.azulejo.libtorch.config;

/** Conditions of the configuration records; the parser turns what they throw into an error that names the file. */
final class Checks {

    private Checks() {}

    static void positive(String key, int value) {
        that(value > 0, key + " must be above 0, but is " + value);
    }

    static void that(boolean condition, String problem) {
        if (!condition) {
            throw new IllegalArgumentException(problem);
        }
    }
}
