package io.azulejo.server.openai.responses;

import java.nio.charset.StandardCharsets;

/**
 * An event of a response's stream.
 *
 * @param seq from 0, without gaps
 * @param payload a JSON object that has type and number too
 * @param isEnd whether none follows
 */
record ResponseEvent(int seq, String type, String payload, boolean isEnd) {

    byte[] frame() {
        return ("event: " + type + "\ndata: " + payload + "\n\n").getBytes(StandardCharsets.UTF_8);
    }
}
