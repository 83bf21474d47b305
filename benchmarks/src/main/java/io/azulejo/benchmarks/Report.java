package io.azulejo.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** The results as Markdown: a table for each model and kind of weights. */
final class Report {

    private static final String NONE = "–";

    private final Results results;
    private final Limits limits;

    Report(Results results, Limits limits) {
        this.results = results;
        this.limits = limits;
    }

    String markdown() {
        StringBuilder text = new StringBuilder();
        for (Results.Contest contest : results.contests()) {
            text.append("\n### ").append(contest).append("\n\n").append(table(contest));
        }
        if (!results.missing().isEmpty()) {
            text.append("\nMissing:\n");
            results.missing().forEach((what, why) -> text.append("- ").append(what).append(": ").append(why)
                    .append('\n'));
        }
        text.append("\nMeasured:\n");
        results.versions().forEach((name, version) -> text.append("- ").append(name).append(": ").append(version)
                .append('\n'));
        return text.toString();
    }

    private String table(Results.Contest contest) {
        List<String> names = results.names().stream().filter(name -> List.of(Figure.values()).stream()
                .anyMatch(figure -> results.samples(contest, figure, name).isPresent())).toList();
        List<List<String>> rows = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of("measure"));
        head.addAll(names);
        head.addAll(List.of("beside the best peer", "share of the limit"));
        rows.add(head);
        for (Figure figure : Figure.values()) {
            if (names.stream().anyMatch(name -> results.samples(contest, figure, name).isPresent())) {
                rows.add(row(contest, figure, names));
            }
        }
        return grid(rows);
    }

    private List<String> row(Results.Contest contest, Figure figure, List<String> names) {
        List<String> row = new ArrayList<>(List.of(figure.title() + ", " + figure.unit().symbol()));
        names.forEach(name -> row.add(results.samples(contest, figure, name).map(Report::cell).orElse(NONE)));
        Optional<Double> ours = results.samples(contest, figure, Entrants.AZULEJO).map(Samples::median);
        Optional<Map.Entry<String, Double>> best = results.bestPeer(contest, figure);
        row.add(ours.isEmpty() || best.isEmpty()
                ? NONE
                : String.format(Locale.ROOT, "%.2f × %s", figure.ratio(ours.get(), best.get().getValue()),
                        best.get().getKey()));
        OptionalDouble share = ours.isEmpty()
                ? OptionalDouble.empty()
                : limits.share(contest, figure, ours.get());
        row.add(share.isPresent() ? String.format(Locale.ROOT, "%.0f %%", 100 * share.getAsDouble()) : NONE);
        return row;
    }

    /** The median, and how far the rounds lie apart where that is much. */
    static String cell(Samples samples) {
        String median = number(samples.median());
        return samples.spread() < 0.05
                ? median
                : String.format(Locale.ROOT, "%s (±%.0f %%)", median, 50 * samples.spread());
    }

    /** Three digits that count. */
    static String number(double value) {
        double size = Math.abs(value);
        String form = size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f";
        return String.format(Locale.ROOT, form, value);
    }

    private static String grid(List<List<String>> rows) {
        int columns = rows.getFirst().size();
        int[] widths = new int[columns];
        rows.forEach(row -> {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        });
        StringBuilder text = new StringBuilder();
        for (int r = 0; r < rows.size(); r++) {
            for (int i = 0; i < columns; i++) {
                text.append("| ").append(rows.get(r).get(i)).repeat(" ", widths[i] - rows.get(r).get(i).length() + 1);
            }
            text.append("|\n");
            if (r == 0) {
                for (int i = 0; i < columns; i++) {
                    text.append("| ").repeat("-", widths[i]).append(' ');
                }
                text.append("|\n");
            }
        }
        return text.toString();
    }
}
