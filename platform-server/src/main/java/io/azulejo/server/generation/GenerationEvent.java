package io.azulejo.server.generation;

import org.springframework.http.codec.ServerSentEvent;

/**
 * An entry of a generation's log, which is also what its readers are sent.
 *
 * @param seq from 1, without gaps
 * @param type queued, started, text, seam or end
 * @param payload a JSON object that has the type too
 */
record GenerationEvent(int seq, String type, String payload) {

    static final String QUEUED = "queued";
    static final String STARTED = "started";
    static final String TEXT = "text";
    static final String SEAM = "seam";
    static final String END = "end";

    boolean isEnd() {
        return type.equals(END);
    }

    ServerSentEvent<String> toServerSentEvent() {
        return ServerSentEvent.builder(payload).id(Integer.toString(seq)).event(isEnd() ? "end" : "update").build();
    }
}
