package io.azulejo.api.backend;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SettingsTests {

    private enum Kind {
        CHAT, CHAT_TEMPLATE
    }

    @ParameterizedTest
    @ValueSource(strings = {"max-tiles", "maxTiles", "maxtiles", "MAX_TILES", "max.tiles"})
    void keyWhenSpeltAnyWayThenIsFound(String spelling) {
        Settings settings = settings(spelling, "7");

        assertThat(settings.integer("max-tiles", 1, 12)).hasValue(7);
        settings.rejectUnknown("max-tiles", "other");
    }

    @Test
    void keyWhenSpeltTwiceThenFirstHolds() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("max.tiles", "3");
        values.put("max-tiles", "7");

        assertThat(new Settings("p", values).integer("max-tiles", 1, 12)).hasValue(3);
    }

    @Test
    void unknownKeyWhenRejectedThenErrorNamesItAndTheKnownOnes() {
        assertThatThrownBy(() -> settings("max-tile", "7").rejectUnknown("max-tiles", "dtype"))
                .isInstanceOfSatisfying(InvalidSettingException.class, error -> {
                    assertThat(error.property()).isEqualTo("azulejo.backends.b.models.m.max-tile");
                    assertThat(error.remedy()).isEqualTo("Known here: dtype, max-tiles.");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "13", "six", "1.5"})
    void integerWhenOutOfRangeThenErrorNamesPropertyAndRange(String value) {
        assertThatThrownBy(() -> settings("max-tiles", value).integer("max-tiles", 1, 12)).hasMessage(
                "azulejo.backends.b.models.m.max-tiles=%s: It is not a whole number from 1 to 12. Give a number in that range."
                        .formatted(value));
    }

    @ParameterizedTest
    @CsvSource({"12,12", "3KB,3072", "512MB,536870912", "2 gb,2147483648"})
    void bytesWhenWithUnitThenIsMultiplied(String text, long bytes) {
        assertThat(settings("size", text).bytes("size")).hasValue(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "2XB", "9999999999TB"})
    void bytesWhenNotASizeThenIsRefused(String text) {
        assertThatThrownBy(() -> settings("size", text).bytes("size")).isInstanceOf(InvalidSettingException.class);
    }

    @Test
    void durationWhenShortOrIsoThenIsRead() {
        assertThat(settings("d", "500ms").duration("d")).hasValue(Duration.ofMillis(500));
        assertThat(settings("d", "30s").duration("d")).hasValue(Duration.ofSeconds(30));
        assertThat(settings("d", "PT5M").duration("d")).hasValue(Duration.ofMinutes(5));
    }

    @Test
    void choiceWhenNotOneOfThemThenErrorListsThem() {
        assertThat(settings("k", "chat-template").choice("k", Kind.class)).hasValue(Kind.CHAT_TEMPLATE);
        assertThatThrownBy(() -> settings("k", "talk").choice("k", Kind.class))
                .hasMessageContaining("Give one of chat, chat-template.");
    }

    @Test
    void boolWhenNeitherTrueNorFalseThenIsRefused() {
        assertThat(settings("k", "TRUE").bool("k", false)).isTrue();
        assertThatThrownBy(() -> settings("k", "yes").bool("k", false)).isInstanceOf(InvalidSettingException.class);
    }

    private static Settings settings(String key, String value) {
        return new Settings("azulejo.backends.b.models.m", Map.of(key, value));
    }
}
