package io.azulejo.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.azulejo.benchmarks.Results.Contest;
import io.azulejo.benchmarks.engine.StructuredBenchmark;
import io.azulejo.benchmarks.streams.StreamsBenchmark;
import io.azulejo.benchmarks.triton.TritonBenchmark;

/** The one command: {@code benchmarks/run}. */
public final class Benchmarks {

    private final Options options;
    private final Workplace workplace;
    private final Results results = new Results();
    private final Entrants entrants;
    private final Runs runs;

    private Benchmarks(Options options) {
        this.options = options;
        this.workplace = new Workplace(options.work(), options.peers());
        this.entrants = new Entrants(options, workplace);
        this.runs = new Runs(options, workplace, results);
    }

    public static void main(String[] arguments) throws Exception {
        List<String> all = Arrays.asList(arguments);
        if (!all.isEmpty() && all.getFirst().equals("jmh")) {
            org.openjdk.jmh.Main.main(all.subList(1, all.size()).toArray(String[]::new));
            return;
        }
        if (!all.isEmpty() && all.getFirst().equals("triton")) {
            TritonBenchmark.main(arguments);
            return;
        }
        if (!all.isEmpty() && all.getFirst().equals("structured")) {
            StructuredBenchmark.main(all.subList(1, all.size()).toArray(String[]::new));
            return;
        }
        if (!all.isEmpty() && all.getFirst().equals("streams")) {
            StreamsBenchmark.main(arguments);
            return;
        }
        try {
            new Benchmarks(Options.parse(all, Path.of("benchmarks", "peers").toAbsolutePath())).run();
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + "\n\n" + Options.USAGE);
            System.exit(2);
        } catch (MissingException e) {
            System.err.println(e.reason());
            System.exit(1);
        }
    }

    private void run() throws MissingException, IOException {
        long start = System.nanoTime();
        for (ModelShape model : options.models()) {
            makeModel(model);
        }
        Limits before = limits();
        for (ModelShape model : options.models()) {
            for (Precision precision : options.precisions()) {
                measure(new Contest(model, precision));
            }
        }
        Limits after = limits();
        String table = new Report(results, before.mean(after)).markdown();
        String head = String.format(Locale.ROOT, """
                %s UTC, %s, %d threads.
                Memory read %.1f GB/s before, %.1f after; products %.0f and %.0f GFLOP/s.
                Other programs used at most %.2f cores during a measurement. Took %.0f min.
                """, now("yyyy-MM-dd HH:mm"),
                Processor.name(), options.threads(), before.readBytesPerSecond() / 1e9,
                after.readBytesPerSecond() / 1e9, before.operationsPerSecond() / 1e9,
                after.operationsPerSecond() / 1e9, runs.mostOthers(), (System.nanoTime() - start) / 60e9);
        save(head + table, before, after);
        System.out.println("\n" + head + table);
    }

    private static String now(String pattern) {
        return ZonedDateTime.now(ZoneOffset.UTC).format(DateTimeFormatter.ofPattern(pattern, Locale.ROOT));
    }

    /** Models are made once; llama.cpp's quantised files where it is there to make them. */
    private void makeModel(ModelShape model) throws MissingException {
        boolean quantised = Files.exists(workplace.gguf(model, "q8_0")) && Files.exists(workplace.gguf(model, "q4_0"));
        Path quantize = workplace.llamaCpp("llama-quantize");
        if (Files.exists(workplace.gguf(model, "f16")) && (quantised || !Files.exists(quantize))) {
            return;
        }
        List<String> command = new ArrayList<>(List.of(
                Workplace.require(workplace.python(), "run benchmarks/peers/setup").toString(),
                workplace.script("make_models.py").toString(), workplace.models().toString(), model.toString()));
        if (Files.exists(quantize)) {
            command.addAll(List.of("--quantize", quantize.toString()));
        }
        try (ChildProcess making = ChildProcess.start(command, Map.of(), workplace.log("models"), options.threads())) {
            making.remainingLines(Duration.ofMinutes(20)).forEach(line -> Runs.say("%s", line));
            if (making.status() != 0) {
                throw new MissingException("The models could not be made; see " + workplace.log("models"));
            }
        }
    }

    private Limits limits() throws MissingException {
        try (Contender machine = entrants.limits()) {
            Limits limits = Limits.of(machine.run(Limits.WORK, 0));
            Runs.say("machine: reads %.1f GB/s, multiplies at %.0f GFLOP/s", limits.readBytesPerSecond() / 1e9,
                    limits.operationsPerSecond() / 1e9);
            return limits;
        }
    }

    private void measure(Contest contest) {
        boolean bf16 = contest.precision() == Precision.BF16;
        List<Work> text = wanted(Plan.text(options.full(), bf16));
        if (!text.isEmpty()) {
            runs.contest(contest, entrants.of(contest.model(), contest.precision(), Work.Part.TEXT), text);
        }
        List<Work> pictures = wanted(Plan.pictures(options.full(), bf16));
        if (!pictures.isEmpty() && contest.model().pictures()) {
            runs.contest(contest, entrants.of(contest.model(), contest.precision(), Work.Part.PICTURES), pictures);
        }
        if (options.wants("load")) {
            runs.loads(contest, entrants.of(contest.model(), contest.precision(), Work.Part.TEXT),
                    List.of(Work.decode(32), Work.memory(), Work.loadAgain()));
        }
        if (options.wants("many") && options.full() && bf16) {
            runs.contest(contest, entrants.of(contest.model(), contest.precision(), Work.Part.TEXT).stream()
                    .filter(entrant -> entrant.name().equals(Entrants.AZULEJO)).toList(),
                    List.of(Work.manyAnswers(options.answers())));
        }
    }

    private List<Work> wanted(List<Work> works) {
        return works.stream().filter(work -> options.wants(work.measure())).toList();
    }

    private void save(String markdown, Limits before, Limits after) throws IOException {
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("limits-before", before);
        record.put("limits-after", after);
        record.put("others-cores", runs.mostOthers());
        record.put("versions", results.versions());
        record.put("missing", results.missing());
        record.put("figures", results.all());
        Path directory = Files.createDirectories(workplace.directory().resolve("results"));
        String name = now("yyyyMMdd-HHmmss");
        Files.writeString(directory.resolve(name + ".json"), Json.pretty(record) + "\n");
        Files.writeString(directory.resolve(name + ".md"), markdown);
        Runs.say("kept in %s", directory.resolve(name + ".json"));
    }
}
