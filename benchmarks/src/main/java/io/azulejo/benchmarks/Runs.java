package io.azulejo.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.azulejo.benchmarks.Entrants.Entrant;
import io.azulejo.benchmarks.Results.Contest;

/** Measures contenders in turn: each piece of work by each of them, then again, as often as there are rounds. */
final class Runs {

    /** Cores used by other programs above which a measurement is said to be disturbed. */
    private static final double DISTURBED = 0.25;

    private final Options options;
    private final Workplace workplace;
    private final Results results;
    private double mostOthers;

    Runs(Options options, Workplace workplace, Results results) {
        this.options = options;
        this.workplace = workplace;
        this.results = results;
    }

    /** The most cores that other programs used during a measurement. */
    double mostOthers() {
        return mostOthers;
    }

    /** All contenders live side by side and wait, asleep, while another one works. */
    void contest(Contest contest, List<Entrant> entrants, List<Work> works) {
        List<Contender> contenders = new ArrayList<>();
        try {
            for (Entrant entrant : entrants) {
                start(contest, entrant, contenders,
                        works.getFirst().part() == Work.Part.TEXT ? Work.decode(256) : Work.vision(1));
            }
            Set<String> failed = new HashSet<>();
            for (Work work : works) {
                for (int round = 0; round < options.rounds(); round++) {
                    for (Contender contender : contenders) {
                        if (!failed.contains(contender.name() + work)) {
                            measure(contest, contender, work, round, failed);
                        }
                    }
                }
            }
        } finally {
            contenders.forEach(Contender::close);
        }
    }

    private void start(Contest contest, Entrant entrant, List<Contender> contenders, Work warmUp) {
        say("%s: starting %s", contest, entrant.name());
        try {
            Contender contender = entrant.start();
            contenders.add(contender);
            // Warms up: the pages of the weights, caches, and compilers, which take longest.
            contender.run(warmUp, 0);
        } catch (MissingException e) {
            if (contenders.isEmpty() || !contenders.getLast().name().equals(entrant.name())) {
                say("%s: %s is missing: %s", contest, entrant.name(), e.reason());
                results.missing(contest, entrant.name(), "", e.reason());
            }
        }
    }

    private void measure(Contest contest, Contender contender, Work work, int round, Set<String> failed) {
        try {
            if (work.busy()) {
                try (BusyNeighbour _ = BusyNeighbour.start(workplace.log("busy"), options.threads())) {
                    record(contest, contender, work, round);
                }
            } else {
                record(contest, contender, work, round);
            }
        } catch (MissingException e) {
            failed.add(contender.name() + work);
            results.missing(contest, contender.name(), work.title(), e.reason());
        }
        results.version(contender.name(), contender.version());
    }

    private void record(Contest contest, Contender contender, Work work, int round) throws MissingException {
        CpuClock clock = CpuClock.start();
        Map<String, Double> figures = contender.run(work, 1000 * (round + 1) + work.hashCode() % 997);
        double others = clock.othersCores();
        if (!work.busy()) {
            mostOthers = Math.max(mostOthers, others);
        }
        work.figures().forEach((name, figure) -> {
            Double value = figures.get(name);
            if (value != null) {
                results.add(contest, figure, contender.name(), value);
                say("%s: %s, %s: %s %s%s", contest, contender.name(), figure.title(), Report.number(value),
                        figure.unit().symbol(), !work.busy() && others > DISTURBED
                                ? String.format(Locale.ROOT, " (others used %.2f cores)", others)
                                : "");
            }
        });
    }

    /** Starts each entrant anew for each round, cold and warm, and sees how much memory it held after some work. */
    void loads(Contest contest, List<Entrant> entrants, List<Work> works) {
        for (int round = 0; round < Math.min(options.rounds(), 3); round++) {
            for (Entrant entrant : entrants) {
                try {
                    if (dropFromMemory(entrant.files())) {
                        try (Contender cold = entrant.start()) {
                            loaded(contest, cold, Figure.LOAD_COLD);
                        }
                    }
                    try (Contender warm = entrant.start()) {
                        loaded(contest, warm, Figure.LOAD_WARM);
                        Set<String> failed = new HashSet<>();
                        for (Work work : works) {
                            measure(contest, warm, work, round, failed);
                        }
                    }
                } catch (MissingException e) {
                    results.missing(contest, entrant.name(), "load", e.reason());
                }
            }
        }
    }

    private void loaded(Contest contest, Contender contender, Figure figure) {
        results.add(contest, figure, contender.name(), contender.loadSeconds());
        say("%s: %s, %s: %s s", contest, contender.name(), figure.title(), Report.number(contender.loadSeconds()));
    }

    /** Asks the system to forget the pages of these files; false where it cannot be asked. */
    private boolean dropFromMemory(Path files) {
        if (!ChildProcess.onPath("dd")) {
            return false;
        }
        try (Stream<Path> all = Files.walk(files)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                try (ChildProcess dd = ChildProcess.start(List.of("dd", "if=" + file, "iflag=nocache", "count=0"),
                        Map.of(), workplace.log("dd"), options.threads())) {
                    if (dd.status() != 0) {
                        return false;
                    }
                }
            }
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    static void say(String format, Object... arguments) {
        System.out.printf(Locale.ROOT, format + "%n", arguments);
    }
}
