package io.azulejo.processor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/** Holds prompts against those built by the published rules in Python (src/test/python/prompts_golden.py). */
class PromptGoldenTests {

    private static final JsonNode GOLDEN = TestFiles.json("prompts.golden.json");
    private static final Map<String, NvlmProcessor> PROCESSORS = new HashMap<>();

    @TempDir
    static Path directory = Path.of("");

    @ParameterizedTest(name = "{0}")
    @MethodSource("prompts")
    void encodeGivesTheIdsOfThePublishedPrompt(String name, JsonNode row) {
        EncodedPrompt prompt = processor(row).encode(messages(row), row.path("maxTiles").asInt());
        assertThat(prompt.ids()).containsExactly(ids(row.path("ids")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("prompts")
    void encodePlacesEveryTileOnPlaceholders(String name, JsonNode row) {
        EncodedPrompt prompt = processor(row).encode(messages(row), row.path("maxTiles").asInt());
        List<Integer> tiles = prompt.pictures().stream().map(picture -> picture.grid().tiles()).toList();
        assertThat(tiles).containsExactlyElementsOf(row.path("tiles").values().stream().map(JsonNode::asInt).toList());
        int end = 0;
        for (EncodedPrompt.Picture picture : prompt.pictures()) {
            assertThat(picture.tileOffsets()).hasSize(picture.grid().tiles());
            for (int offset : picture.tileOffsets()) {
                assertThat(offset).isGreaterThanOrEqualTo(end);
                end = offset + picture.tokensPerTile();
                assertThat(IntStream.range(offset, end).map(i -> prompt.ids()[i]).distinct().toArray()).hasSize(1);
            }
        }
        assertThat(prompt.imageTokens()).isEqualTo(tiles.stream().mapToInt(Integer::intValue).sum() * 4);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("prompts")
    void planCountsWhatEncodeWrites(String name, JsonNode row) {
        List<ChatMessage> messages = messages(row);
        int maxTiles = row.path("maxTiles").asInt();
        PromptPlan plan = processor(row).plan(messages, maxTiles);
        EncodedPrompt prompt = processor(row).encode(messages, maxTiles);
        assertThat(plan.promptTokens()).isEqualTo(prompt.ids().length);
        assertThat(plan.imageTokens()).isEqualTo(prompt.imageTokens());
        assertThat(plan.pictures().stream().map(PromptPlan.PicturePlan::tiles))
                .containsExactlyElementsOf(prompt.pictures().stream().map(picture -> picture.grid().tiles()).toList());
    }

    static Stream<Arguments> prompts() {
        return GOLDEN.path("prompts").values().stream()
                .map(row -> Arguments.of(row.path("family").asString() + " " + row.path("format").asString() + " "
                        + row.path("conversation").asString()
                        + (row.path("interleave").asBoolean() ? " interleaved" : ""),
                        row));
    }

    private static NvlmProcessor processor(JsonNode row) {
        String family = row.path("family").asString();
        PromptFormat format = PromptFormat.valueOf(row.path("format").asString());
        boolean interleave = row.path("interleave").asBoolean();
        return PROCESSORS.computeIfAbsent(family + format + interleave, key -> {
            try {
                return TestCheckpoints.processor(Files.createDirectory(directory.resolve(key)), family, format,
                        interleave);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static List<ChatMessage> messages(JsonNode row) {
        List<ChatMessage> messages = new ArrayList<>();
        for (JsonNode message : GOLDEN.path("conversations").path(row.path("conversation").asString()).values()) {
            List<ChatMessage.Part> parts = new ArrayList<>();
            for (JsonNode part : message.path("parts").values()) {
                parts.add(part.isString() ? new ChatMessage.TextPart(part.stringValue()) : picture(part));
            }
            messages.add(new ChatMessage(ChatMessage.Role.valueOf(message.path("role").asString()), parts));
        }
        return messages;
    }

    private static ChatMessage.PicturePart picture(JsonNode part) {
        return new ChatMessage.PicturePart(
                TestPictures.png(part.path("width").asInt(), part.path("height").asInt()),
                part.path("maxTiles").isNull() ? OptionalInt.empty() : OptionalInt.of(part.path("maxTiles").asInt()));
    }

    /** Ids as written, a run of one id as the pair of id and count. */
    private static int[] ids(JsonNode runs) {
        return runs.values().stream()
                .flatMapToInt(run -> run.isArray()
                        ? IntStream.generate(run.path(0)::asInt).limit(run.path(1).asInt())
                        : IntStream.of(run.asInt()))
                .toArray();
    }
}
