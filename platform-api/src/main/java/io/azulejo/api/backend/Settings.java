package io.azulejo.api.backend;

import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Settings as configuration gives them, read by type. Every getter throws {@link InvalidSettingException} with the
 * property's full name where the value cannot be used.
 * <p>
 * Keys are asked for in kebab case and found however configuration spells them: {@code max-tiles}, {@code maxTiles},
 * {@code MAXTILES} and {@code max.tiles} (from an environment variable) are one key.
 *
 * @param prefix what stands before each key in configuration, without a final dot
 * @param values the values by key, as configuration spells it; of two spellings of one key the first holds
 */
public record Settings(String prefix, Map<String, String> values) {

    private static final Pattern SIZE = Pattern.compile("(\\d+)\\s*(B|KB|MB|GB|TB)?", Pattern.CASE_INSENSITIVE);

    public Settings {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    public Optional<String> string(String key) {
        return Optional.ofNullable(value(key)).filter(value -> !value.isBlank());
    }

    public String requiredString(String key) {
        return string(key).orElseThrow(() -> new InvalidSettingException(property(key), null,
                "The setting is missing.", "Set " + property(key) + "."));
    }

    public Path requiredPath(String key) {
        return Path.of(requiredString(key));
    }

    /** A whole number between the bounds, both included. */
    public OptionalInt integer(String key, int min, int max) {
        OptionalLong value = number(key, min, max);
        return value.isPresent() ? OptionalInt.of((int) value.getAsLong()) : OptionalInt.empty();
    }

    private OptionalLong number(String key, long min, long max) {
        Optional<String> text = string(key);
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        try {
            long value = Long.parseLong(text.get().strip());
            if (value >= min && value <= max) {
                return OptionalLong.of(value);
            }
        } catch (NumberFormatException _) {
            // Told below, with the range.
        }
        throw invalid(key, "It is not a whole number from " + min + " to " + max + ".",
                "Give a number in that range.");
    }

    public boolean bool(String key, boolean otherwise) {
        return string(key).map(text -> switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw invalid(key, "It is neither true nor false.", "Give true or false.");
        }).orElse(otherwise);
    }

    /** A number of bytes: {@code 512MB}, {@code 2GB}, or plain bytes. */
    public OptionalLong bytes(String key) {
        Optional<String> text = string(key);
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        Matcher matcher = SIZE.matcher(text.get().strip());
        if (matcher.matches()) {
            String unit = matcher.group(2) == null ? "B" : matcher.group(2).toUpperCase(Locale.ROOT);
            int shift = 10 * List.of("B", "KB", "MB", "GB", "TB").indexOf(unit);
            try {
                return OptionalLong.of(Math.multiplyExact(Long.parseLong(matcher.group(1)), 1L << shift));
            } catch (ArithmeticException | NumberFormatException _) {
                // Told below.
            }
        }
        throw invalid(key, "It is not a size.", "Give a size such as 512MB or 2GB.");
    }

    /** A duration in ISO-8601 form, or simply {@code 500ms}, {@code 30s}, {@code 5m}. */
    public Optional<Duration> duration(String key) {
        return string(key).map(text -> {
            String value = text.strip().toLowerCase(Locale.ROOT);
            try {
                if (value.endsWith("ms")) {
                    return Duration.ofMillis(Long.parseLong(value.substring(0, value.length() - 2)));
                }
                return Duration.parse(value.startsWith("p") ? value : "pt" + value);
            } catch (DateTimeParseException | NumberFormatException e) {
                throw new InvalidSettingException(property(key), text, "It is not a duration.",
                        "Give a duration such as 500ms, 30s or 5m.", e);
            }
        });
    }

    /** One of the constants of an enum, written in kebab case. */
    public <E extends Enum<E>> Optional<E> choice(String key, Class<E> type) {
        return string(key).map(text -> {
            String wanted = kebab(text.strip());
            E[] constants = type.getEnumConstants();
            return Arrays.stream(constants).filter(constant -> kebab(constant.name()).equals(wanted)).findFirst()
                    .orElseThrow(() -> invalid(key, "It is not one of the choices.", "Give one of "
                            + String.join(", ", Arrays.stream(constants).map(c -> kebab(c.name())).toList()) + "."));
        });
    }

    /** Refuses any key that is not among the known ones, so that a misspelt setting is told and not ignored. */
    public void rejectUnknown(String... known) {
        for (String key : values.keySet()) {
            if (Arrays.stream(known).noneMatch(name -> plain(name).equals(plain(key)))) {
                throw new InvalidSettingException(property(key), values.get(key), "There is no such setting.",
                        "Known here: " + String.join(", ", new TreeSet<>(Arrays.asList(known))) + ".");
            }
        }
    }

    /** An exception about the value of a key. */
    public InvalidSettingException invalid(String key, String problem, String remedy) {
        return new InvalidSettingException(property(key), value(key), problem, remedy);
    }

    public String property(String key) {
        return prefix + "." + key;
    }

    private @Nullable String value(String key) {
        return values.entrySet().stream().filter(entry -> plain(entry.getKey()).equals(plain(key)))
                .map(Map.Entry::getValue).findFirst().orElse(null);
    }

    private static String plain(String key) {
        return key.replaceAll("[-_.]", "").toLowerCase(Locale.ROOT);
    }

    private static String kebab(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
