package io.azulejo.api.model;

/**
 * Tells that an answer was begun by one backend and goes on from another, since the first one broke.
 *
 * @param from what broke, by the name that the platform's administrators gave it
 * @param to what goes on, likewise
 * @param at how much of the answer's text, in chars, came before
 */
public record Continuation(String from, String to, int at) {

    /** Key of the last seam in the metadata of each Spring AI generation that comes after it. */
    public static final String METADATA_KEY = "azulejo.continued-on";
}
