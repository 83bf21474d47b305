package io.azulejo.processor.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.azulejo.processor.CheckpointException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RawJsonTests {

    private static final String NAME = "some.json";

    @TempDir
    private Path directory;

    @Test
    void largePartsStayTextAndAreWrittenAsTheyWere() throws IOException {
        // Longer than what a parser reads at a time, with characters of one to four bytes before and in the part.
        String large = "{ \"Ġ\uD83D\uDE00\\n\" : 1,\t\"k\":[ \"" + "x".repeat(100_000) + "\", {} ] }";
        JsonFile file = read(
                "{\"é\":\"\uD83D\uDE00\",\"in\":{\"a\":[1,2],\"large\":" + large + ",\"b\":null},\"large\":[3]}");

        assertThat(RawJson.at(file, "in", "large")).map(RawJson::text).contains(large);
        assertThat(RawJson.at(file, "in", "a")).isEmpty();
        assertThat(JsonFile.write(file.root())).isEqualTo(
                "{\"é\":\"\uD83D\uDE00\",\"in\":{\"a\":[1,2],\"large\":" + large + ",\"b\":null},\"large\":[3]}");
    }

    @Test
    void partThatIsNeitherObjectNorListIsNotRaw() throws IOException {
        assertThat(RawJson.at(read("{\"in\":{\"large\":null}}"), "in", "large")).isEmpty();
        assertThat(RawJson.at(read("{\"in\":3}"), "in", "large")).isEmpty();
    }

    @Test
    void brokenFileIsNamed() {
        for (String text : new String[]{"", "[]", "{", "{\"in\":{\"large\":[1,}}", "{} {}",
                "{\"in\":{\"large\":[1}}}"}) {
            assertThatExceptionOfType(CheckpointException.class).as(text).isThrownBy(() -> read(text))
                    .withMessageContaining(NAME);
        }
    }

    @Test
    void integersAreReadAndAnythingElseIsRefused() throws IOException {
        assertThat(new RawJson(directory, "vocab", "{\"a\":0, \"\\u0120b\":-7}").integers())
                .isEqualTo(Map.of("a", 0, "\u0120b", -7));
        for (String text : new String[]{"[]", "{\"a\":1.5}", "{\"a\":null}", "{\"a\":99999999999}", "{\"a\":\"1\"}"}) {
            assertThatExceptionOfType(CheckpointException.class).as(text)
                    .isThrownBy(() -> new RawJson(directory, "vocab", text).integers()).withMessageContaining("vocab");
        }
    }

    private JsonFile read(String text) throws IOException {
        Files.writeString(directory.resolve(NAME), text);
        return RawJson.read(directory, NAME, Set.of("in.large"));
    }
}
