package io.azulejo.tck;

import java.util.OptionalLong;

import org.springframework.ai.chat.prompt.Prompt;

import io.azulejo.api.backend.Backend;
import io.azulejo.api.backend.BackendModel;
import io.azulejo.api.model.GenerationOptions;

/** What the tests of each subject need of the backend under test. */
interface Conformance {

    /** The model under test; the same backend for all tests but those of closing. */
    BackendModel model();

    /** A further backend with the same model, which the caller closes. */
    Backend open();

    /** Options that every request of the kit has; what a test sets comes on top. */
    GenerationOptions.Builder options();

    /**
     * A prompt whose answer has at least 200 tokens and a text of at least 40 characters, without pictures, and is not
     * made in an instant.
     */
    Prompt longPrompt();

    /** How many answers the backend under test makes or has queued now, by its own account. */
    int activeAnswers();

    /** How many steps the backend's model has computed so far, where the backend can tell. */
    OptionalLong steps();
}
