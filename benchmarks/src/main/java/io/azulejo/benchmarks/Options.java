package io.azulejo.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What the command line asks for.
 *
 * @param full the long form
 * @param work the directory of models, peers and results
 * @param peers where the peers' scripts lie
 * @param rounds how often each figure is measured
 * @param threads threads of every contender
 * @param models which models
 * @param precisions which weights
 * @param contenders whom to measure, by name in lower case; empty for all
 * @param measures which pieces of work, by {@link Work#measure}; empty for all of the form
 * @param answers how many short answers the memory is watched over
 * @param engine settings of Azulejo's model for each kind of weights, beside its path
 * @param jvm options of the JVM that Azulejo's engine runs in
 */
record Options(boolean full, Path work, Path peers, int rounds, int threads, Set<ModelShape> models,
        Set<Precision> precisions, Set<String> contenders, Set<String> measures, int answers,
        Map<Precision, Map<String, String>> engine, List<String> jvm) {

    static final String USAGE = """
            benchmarks/run short|full [options], benchmarks/run triton, or benchmarks/run jmh [JMH's own options]

              --work DIR            models, peers and results; ~/.cache/azulejo-benchmarks
              --rounds N            how often each figure is measured; 3 (short) or 5 (full)
              --threads N           threads of everyone; 2
              --models w1,w2        short: w1; full: both
              --weights bf16,int8   bf16, int8, int4; all
              --only NAMES          contenders: azulejo, llama.cpp, openvino, transformers, vllm, jlama
              --measures NAMES      decode, prefill, batch, vision, first-token, gaps, mixed, load, many
              --answers N           short answers for the memory to stay flat over; 1000
              --engine W=KEY:VALUE  setting of Azulejo's model for weights W; may be given several times
              --jvm OPTION          of the engine's JVM; may be given several times
            """;

    /** @throws IllegalArgumentException with what is wrong, for a person */
    static Options parse(List<String> arguments, Path peers) {
        boolean full = switch (arguments.isEmpty() ? "" : arguments.getFirst()) {
            case "short" -> false;
            case "full" -> true;
            default -> throw new IllegalArgumentException("Say short, full, triton or jmh.");
        };
        Map<String, String> values = new LinkedHashMap<>();
        Map<Precision, Map<String, String>> engine = new EnumMap<>(Precision.class);
        engine.put(Precision.INT8, Map.of("weights", "int8"));
        engine.put(Precision.INT4, Map.of("weights", "int4"));
        Set<Precision> given = EnumSet.noneOf(Precision.class);
        List<String> jvm = new ArrayList<>();
        for (int i = 1; i < arguments.size(); i += 2) {
            String name = arguments.get(i);
            if (!USAGE.contains("  " + name + " ") || i + 1 == arguments.size()) {
                throw new IllegalArgumentException(name + (i + 1 == arguments.size() ? " has no value." : "?"));
            }
            String value = arguments.get(i + 1);
            switch (name) {
                case "--jvm" -> jvm.add(value);
                case "--engine" -> addSetting(engine, given, value);
                default -> values.put(name, value);
            }
        }
        String home = System.getProperty("user.home");
        return new Options(full, Path.of(values.getOrDefault("--work", home + "/.cache/azulejo-benchmarks"))
                .toAbsolutePath(), peers, number(values, "--rounds", full ? 5 : 3), number(values, "--threads", 2),
                constants(ModelShape.class, values.getOrDefault("--models", full ? "w1,w2" : "w1")),
                constants(Precision.class, values.getOrDefault("--weights", "bf16,int8,int4")),
                names(values.getOrDefault("--only", "")), names(values.getOrDefault("--measures", "")),
                number(values, "--answers", 1000), engine, List.copyOf(jvm));
    }

    private static void addSetting(Map<Precision, Map<String, String>> engine, Set<Precision> given, String text) {
        int equals = text.indexOf('=');
        int colon = text.indexOf(':', equals + 1);
        if (equals < 0 || colon < 0) {
            throw new IllegalArgumentException("--engine is like int8=weights:int8, not " + text);
        }
        Precision precision = constant(Precision.class, text.substring(0, equals));
        // The first setting given for a kind of weights takes the place of what is set here.
        Map<String, String> settings = new LinkedHashMap<>(
                given.add(precision) ? Map.of() : engine.getOrDefault(precision, Map.of()));
        settings.put(text.substring(equals + 1, colon), text.substring(colon + 1));
        engine.put(precision, settings);
    }

    private static int number(Map<String, String> values, String name, int otherwise) {
        String text = values.getOrDefault(name, Integer.toString(otherwise));
        if (!text.matches("[1-9][0-9]{0,5}")) {
            throw new IllegalArgumentException(name + " is a number from 1, not " + text);
        }
        return Integer.parseInt(text);
    }

    private static Set<String> names(String list) {
        Set<String> names = new LinkedHashSet<>(Arrays.asList(list.toLowerCase(Locale.ROOT).split(",", -1)));
        names.remove("");
        return names;
    }

    private static <E extends Enum<E>> Set<E> constants(Class<E> type, String list) {
        Set<E> constants = EnumSet.noneOf(type);
        names(list).forEach(name -> constants.add(constant(type, name)));
        return constants;
    }

    private static <E extends Enum<E>> E constant(Class<E> type, String name) {
        return Arrays.stream(type.getEnumConstants()).filter(constant -> constant.toString().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        name + " is none of " + Arrays.toString(type.getEnumConstants())));
    }

    boolean wants(String measure) {
        return measures.isEmpty() || measures.contains(measure);
    }

    boolean wantsContender(String name) {
        return contenders.isEmpty() || contenders.contains(name.toLowerCase(Locale.ROOT));
    }
}
