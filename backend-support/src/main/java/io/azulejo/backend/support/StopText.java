package io.azulejo.backend.support;

import java.util.List;

/**
 * Lets an answer's text through until a stop string is complete. Text that could be the beginning of one is held back
 * until it is known not to be. The string that is complete first ends the text; of two complete at once the longer.
 */
public final class StopText {

    private final List<String> stops;
    private final StringBuilder held = new StringBuilder();
    private boolean stopped;

    public StopText(List<String> stops) {
        this.stops = stops;
    }

    public boolean stopped() {
        return stopped;
    }

    /** Takes more of the answer and gives what may be shown now. */
    public String append(String text) {
        if (stops.isEmpty()) {
            return text;
        }
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < text.length() && !stopped; i++) {
            held.append(text.charAt(i));
            int match = longestSuffixThatIsAStop();
            if (match > 0) {
                stopped = true;
                shown.append(held, 0, held.length() - match);
                held.setLength(0);
            } else {
                int keep = longestSuffixThatStartsAStop();
                shown.append(held, 0, held.length() - keep);
                held.delete(0, held.length() - keep);
            }
        }
        return shown.toString();
    }

    /** Gives what is still held back: the answer is over and no stop string can follow. */
    public String finish() {
        String rest = held.toString();
        held.setLength(0);
        return rest;
    }

    private int longestSuffixThatIsAStop() {
        int longest = 0;
        for (String stop : stops) {
            if (stop.length() > longest && endsWith(stop, stop.length())) {
                longest = stop.length();
            }
        }
        return longest;
    }

    private int longestSuffixThatStartsAStop() {
        int longest = 0;
        for (String stop : stops) {
            for (int length = Math.min(stop.length() - 1, held.length()); length > longest; length--) {
                if (endsWith(stop, length)) {
                    longest = length;
                }
            }
        }
        return longest;
    }

    private boolean endsWith(String stop, int length) {
        int start = held.length() - length;
        if (start < 0) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (held.charAt(start + i) != stop.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
