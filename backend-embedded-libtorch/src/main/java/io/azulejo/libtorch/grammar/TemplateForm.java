package io.azulejo.libtorch.grammar;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A string of one of JSON schema's formats, as the characters that may stand at each of its places (RFC 3339 for dates
 * and times, RFC 9562 for UUIDs). Years have no 29 February, seconds no fraction, which would take more than places.
 */
final class TemplateForm extends Form {

    private static final String DIGIT = "0123456789";
    private static final List<String> DATES = joined("####-",
            List.of("0[123456789]-0[123456789]", "1[012]-0[123456789]",
                    "0[123456789]-1#", "1[012]-1#", "0[123456789]-2[012345678]", "1[012]-2[012345678]",
                    "0[13456789]-29",
                    "1[012]-29", "0[13456789]-30", "1[012]-30", "0[13578]-31", "1[02]-31"));
    private static final List<String> TIMES = List.of("[01]#:[012345]#:[012345]#Z", "2[0123]:[012345]#:[012345]#Z",
            "[01]#:[012345]#:[012345]#[+-]0#:[012345]#", "2[0123]:[012345]#:[012345]#[+-]0#:[012345]#",
            "[01]#:[012345]#:[012345]#[+-]1[01234]:[012345]#", "2[0123]:[012345]#:[012345]#[+-]1[01234]:[012345]#");
    private static final String HEX = "[0123456789abcdef]";
    private static final Map<String, List<String>> FORMATS = Map.of("date", DATES, "time", TIMES, "date-time",
            DATES.stream().flatMap(date -> joined(date + "T", TIMES).stream()).toList(), "uuid",
            List.of(String.join("-", HEX.repeat(8), HEX.repeat(4), HEX.repeat(4), HEX.repeat(4), HEX.repeat(12))));

    private final List<Slots> alternatives;

    private TemplateForm(List<String> notations) {
        this.alternatives = notations.stream().map(notation -> new Slots(places('"' + notation + '"'))).toList();
    }

    /** The formats that there are. */
    static Set<String> formats() {
        return FORMATS.keySet();
    }

    static TemplateForm of(String format) {
        return new TemplateForm(FORMATS.getOrDefault(format, List.of()));
    }

    private static List<String> joined(String before, List<String> after) {
        return after.stream().map(before::concat).toList();
    }

    /** Reads a notation: {@code #} is a digit, brackets hold the characters of a place, others are themselves. */
    private static List<String> places(String notation) {
        List<String> places = new ArrayList<>();
        for (int i = 0; i < notation.length(); i++) {
            char at = notation.charAt(i);
            if (at == '[') {
                int end = notation.indexOf(']', i);
                places.add(notation.substring(i + 1, end));
                i = end;
            } else {
                places.add(at == '#' ? DIGIT : String.valueOf(at));
            }
        }
        return List.copyOf(places);
    }

    @Override
    int measure() {
        return alternatives.stream().mapToInt(Slots::cost).min().orElse(ENDLESS);
    }

    @Override
    public void open(Stack below, List<Stack> out) {
        alternatives.forEach(alternative -> alternative.open(below, out));
    }

    /** @param places the characters of each place that is still to come, at least one */
    private record Slots(List<String> places) implements Terminal {

        @Override
        public int cost() {
            return places.size();
        }

        @Override
        public void step(int next, Stack below, List<Stack> out) {
            if (places.getFirst().indexOf(next) < 0) {
                return;
            }
            if (places.size() == 1) {
                below.open(out);
            } else {
                Stack.add(new Stack(new Slots(places.subList(1, places.size())), below), out);
            }
        }
    }
}
