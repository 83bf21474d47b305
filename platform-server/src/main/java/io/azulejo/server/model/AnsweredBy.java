package io.azulejo.server.model;

/**
 * Who makes an answer from here on.
 *
 * @param deployment by the name that administrators gave it
 * @param family what kind of model it is
 */
public record AnsweredBy(String deployment, String family) {

    /** Key in the metadata of the first Spring AI generation of each deployment's share of an answer. */
    public static final String METADATA_KEY = "azulejo.answered-by";
}
