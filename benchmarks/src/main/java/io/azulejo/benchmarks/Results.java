package io.azulejo.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All that was measured in one run. */
final class Results {

    private final Map<Key, List<Double>> values = new LinkedHashMap<>();
    private final Map<String, String> missing = new LinkedHashMap<>();
    private final Map<String, String> versions = new LinkedHashMap<>();
    private final Set<Contest> contests = new LinkedHashSet<>();
    private final Set<String> names = new LinkedHashSet<>();

    /** A model with weights of one kind: what contenders are held against each other in. */
    record Contest(ModelShape model, Precision precision) {

        @Override
        public String toString() {
            return model + " " + precision;
        }
    }

    private record Key(Contest contest, Figure figure, String name) {}

    void add(Contest contest, Figure figure, String name, double value) {
        contests.add(contest);
        names.add(name);
        values.computeIfAbsent(new Key(contest, figure, name), _ -> new ArrayList<>()).add(value);
    }

    /** Notes why something was not measured; the first reason stays. */
    void missing(Contest contest, String name, String what, String reason) {
        contests.add(contest);
        names.add(name);
        missing.putIfAbsent(contest + ", " + name + (what.isEmpty() ? "" : ", " + what), reason);
    }

    void version(String name, String version) {
        if (!version.isEmpty()) {
            versions.merge(name, version, (old, more) -> old.contains(more) ? old : old + "; " + more);
        }
    }

    Optional<Samples> samples(Contest contest, Figure figure, String name) {
        return Optional.ofNullable(values.get(new Key(contest, figure, name))).map(Samples::new);
    }

    /** The best of all but Azulejo. */
    Optional<Map.Entry<String, Double>> bestPeer(Contest contest, Figure figure) {
        return names.stream().filter(name -> !name.equals(Entrants.AZULEJO))
                .flatMap(name -> samples(contest, figure, name).stream()
                        .map(samples -> Map.entry(name, samples.median())))
                .reduce((one, other) -> figure.ratio(one.getValue(), other.getValue()) >= 1 ? one : other);
    }

    Set<Contest> contests() {
        return contests;
    }

    /** Everyone who was measured or missing, in the order met. */
    Set<String> names() {
        return names;
    }

    Map<String, String> missing() {
        return missing;
    }

    Map<String, String> versions() {
        return versions;
    }

    /** For the record: every value. */
    List<Map<String, Object>> all() {
        return values.entrySet().stream().map(entry -> {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("model", entry.getKey().contest().model().toString());
            row.put("weights", entry.getKey().contest().precision().toString());
            row.put("figure", entry.getKey().figure().name());
            row.put("unit", entry.getKey().figure().unit().symbol());
            row.put("contender", entry.getKey().name());
            row.put("values", entry.getValue());
            row.put("median", new Samples(entry.getValue()).median());
            return row;
        }).toList();
    }
}
