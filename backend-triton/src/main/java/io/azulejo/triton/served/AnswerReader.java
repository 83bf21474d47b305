package io.azulejo.triton.served;

import io.azulejo.triton.client.InferenceResponse;

/** Reads one answer, response by response. For one thread at a time. */
public interface AnswerReader {

    /** What the response adds; often nothing that can be shown yet. */
    AnswerPart read(InferenceResponse response);

    /** What is left when the server has said all; has an end. */
    AnswerPart finish();

    /** What is left of an answer that was given up since its time was over; has an end. */
    AnswerPart cutOff();
}
