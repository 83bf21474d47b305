package io.azulejo.libtorch.observation;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** One answer, from the request's arrival at the engine to its end. */
@Name("io.azulejo.Answer")
@Label("Answer")
@Category({"Azulejo", "Engine"})
@Description("One answer of an engine, from the request's arrival to the end")
@StackTrace(false)
final class AnswerEvent extends Event {

    @Label("Model")
    final String model;

    @Label("Prompt Tokens")
    final int promptTokens;

    @Label("Image Tokens")
    final int imageTokens;

    @Label("Answer Tokens")
    int answerTokens;

    @Label("Time To First Token")
    @Timespan
    long timeToFirstToken;

    @Label("Outcome")
    String outcome = "";

    AnswerEvent(String model, int promptTokens, int imageTokens) {
        this.model = model;
        this.promptTokens = promptTokens;
        this.imageTokens = imageTokens;
    }
}
