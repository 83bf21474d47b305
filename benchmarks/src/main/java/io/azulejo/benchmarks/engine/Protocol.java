package io.azulejo.benchmarks.engine;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import tools.jackson.databind.JsonNode;

import io.azulejo.benchmarks.Json;

/** Answers requests, one JSON object a line, as {@code peers/protocol.py} describes. */
final class Protocol {

    private Protocol() {}

    /** Does one piece of work. */
    interface Handler {

        /** @return figures by name, or null where it does not know the measure */
        @org.jspecify.annotations.Nullable
        Map<String, Double> run(String measure, JsonNode request) throws Exception;
    }

    /** Makes what does the work; how long that takes is the load time. */
    interface Loader {

        Handler load() throws Exception;
    }

    static void serve(String version, Loader loader) throws IOException {
        // Whatever else is printed must not get between the answers.
        PrintStream out = System.out;
        System.setOut(System.err);
        Handler handler;
        long start = System.nanoTime();
        try {
            handler = loader.load();
        } catch (Exception e) {
            e.printStackTrace();
            out.println(Json.write(Map.of("missing", String.valueOf(e.getMessage()))));
            return;
        }
        out.println(Json.write(Map.of("ready", (System.nanoTime() - start) / 1e9, "version", version)));
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            out.println(Json.write(answer(handler, Json.read(line))));
            out.flush();
        }
    }

    private static Map<String, Object> answer(Handler handler, JsonNode request) {
        try {
            Map<String, Double> figures = handler.run(request.path("measure").asString(), request);
            return figures == null ? Map.of("missing", "not measured with this peer") : Map.of("figures", figures);
        } catch (Exception e) {
            e.printStackTrace();
            return Map.of("missing", e.toString());
        }
    }
}
