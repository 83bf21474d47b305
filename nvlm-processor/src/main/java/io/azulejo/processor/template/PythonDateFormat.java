package io.azulejo.processor.template;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The directives of Python's strftime that chat templates use. */
final class PythonDateFormat {

    private PythonDateFormat() {}

    static String format(String format, LocalDateTime time) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            text.append(c == '%' && i + 1 < format.length() ? directive(format.charAt(++i), time) : String.valueOf(c));
        }
        return text.toString();
    }

    private static String directive(char directive, LocalDateTime time) {
        return switch (directive) {
            case 'd' -> pattern("dd", time);
            case 'm' -> pattern("MM", time);
            case 'b' -> pattern("MMM", time);
            case 'B' -> pattern("MMMM", time);
            case 'y' -> pattern("yy", time);
            case 'Y' -> pattern("yyyy", time);
            case 'a' -> pattern("EEE", time);
            case 'A' -> pattern("EEEE", time);
            case 'H' -> pattern("HH", time);
            case 'I' -> pattern("hh", time);
            case 'M' -> pattern("mm", time);
            case 'S' -> pattern("ss", time);
            case 'p' -> pattern("a", time);
            case 'j' -> pattern("DDD", time);
            case '%' -> "%";
            default -> throw new TemplateException("strftime_now has no directive %" + directive + ".");
        };
    }

    private static String pattern(String pattern, LocalDateTime time) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).format(time);
    }
}
