package io.azulejo.server.vision;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import javax.imageio.ImageIO;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

import io.azulejo.demo.DemoModel;
import io.azulejo.processor.ChatMessage;
import io.azulejo.processor.NvlmProcessor;
import io.azulejo.processor.ProcessorSettings;
import io.azulejo.processor.PromptPlan;
import io.azulejo.processor.image.ImageDecoder;
import io.azulejo.processor.image.ImageLimits;
import io.azulejo.processor.image.ImagePreprocessor;
import io.azulejo.processor.image.RgbImage;
import io.azulejo.server.Api;
import io.azulejo.server.Api.Accepted;
import io.azulejo.server.DemoTest;
import io.azulejo.server.Pictures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** What people are shown of what a model saw, beside what the demo model is given. */
@DemoTest
class VisionIT {

    /** Width and height of 20 pictures: square, wide, tall, narrow, tiny, large. */
    private static final int[][] SHAPES = {{64, 64}, {224, 224}, {448, 448}, {1000, 1000}, {640, 320}, {320, 640},
            {1280, 320}, {320, 1280}, {1920, 1080}, {1080, 1920}, {800, 600}, {600, 800}, {1600, 400}, {3, 500},
            {500, 3}, {1, 1}, {997, 331}, {331, 997}, {2048, 1536}, {700, 699}};

    @TempDir
    static Path directory;

    @Autowired
    private Api api;

    @Test
    void tilesWhenPicturesHaveAnyShapeThenAreThePlanOfTheProcessor() {
        NvlmProcessor processor = NvlmProcessor.load(DemoModel.extractTo(directory), ProcessorSettings.defaults());
        for (int[] shape : SHAPES) {
            byte[] picture = Pictures.encoded("png", shape[0], shape[1], 0x336699);
            String id = api.upload(picture, "shape.png").path("id").asString();
            JsonNode view = api.get("/api/v1/attachments/" + id + "/tiles?max_tiles=6");
            PromptPlan.PicturePlan plan = processor.plan(List.of(new ChatMessage(ChatMessage.Role.USER,
                    List.of(new ChatMessage.PicturePart(picture, OptionalInt.empty())))), 6).pictures().getFirst();

            assertThat(view.path("columns").asInt()).isEqualTo(plan.columns());
            assertThat(view.path("rows").asInt()).isEqualTo(plan.rows());
            assertThat(view.path("tileSize").asInt()).isEqualTo(plan.tileSize());
            assertThat(view.path("tokens").asInt()).isEqualTo(plan.tokens());
            JsonNode tiles = view.path("tiles");
            assertThat(tiles.size()).isEqualTo(plan.tiles());
            int covered = 0;
            int tokens = 0;
            for (int i = 0; i < tiles.size(); i++) {
                JsonNode tile = tiles.get(i);
                boolean thumbnail = plan.thumbnail() && i == tiles.size() - 1;
                assertThat(tile.path("index").asInt()).isEqualTo(i + 1);
                assertThat(tile.path("thumbnail").asBoolean()).isEqualTo(thumbnail);
                assertThat(tile.path("tag").asString()).isEqualTo(plan.tags().get(i));
                tokens += tile.path("tokens").asInt();
                covered += thumbnail ? 0 : tile.path("width").asInt() * tile.path("height").asInt();
            }
            assertThat(tokens).isEqualTo(plan.tokens());
            assertThat(covered).isEqualTo(shape[0] * shape[1]);
        }
    }

    @Test
    void tileWhenShownThenHasThePixelsThatTheModelGets() throws IOException {
        byte[] picture = shapes();
        String tiles = "/api/v1/attachments/" + api.upload(picture, "shapes.png").path("id").asString() + "/tiles";
        JsonNode view = api.get(tiles + "?max_tiles=6");
        int size = view.path("tileSize").asInt();
        int columns = view.path("columns").asInt();
        int rows = view.path("rows").asInt();
        RgbImage decoded = new ImageDecoder().decode(picture, true, ImageLimits.defaults());
        RgbImage whole = new ImagePreprocessor().resize(decoded, columns * size, rows * size);
        int last = columns * rows;
        BufferedImage shown = image(tiles + "/" + last + "?max_tiles=6");

        assertThat(shown.getWidth()).isEqualTo(size);
        for (int at = 0; at < size; at++) {
            assertThat(shown.getRGB(at, at) & 0xFFFFFF)
                    .isEqualTo(whole.pixel((columns - 1) * size + at, (rows - 1) * size + at));
        }
        api.test().get().uri(tiles + "/99").exchange().expectStatus().isNotFound();
    }

    @Test
    void cropWhenARegionIsNamedThenHasItsPixelsOfTheOriginal() throws IOException {
        String id = api.upload(shapes(), "shapes.png").path("id").asString();
        JsonNode part = api.post("/api/v1/attachments/" + id + "/crop",
                Map.of("x", 10, "y", 20, "width", 50, "height", 40));
        BufferedImage original = ImageIO.read(new ByteArrayInputStream(shapes()));
        BufferedImage cut = image("/api/v1/attachments/" + part.path("id").asString() + "/content");

        assertThat(part.path("width").asInt()).isEqualTo(50);
        assertThat(part.path("height").asInt()).isEqualTo(40);
        for (int at = 0; at < 40; at++) {
            assertThat(cut.getRGB(at, at) & 0xFFFFFF).isEqualTo(original.getRGB(10 + at, 20 + at) & 0xFFFFFF);
        }
        api.test().post().uri("/api/v1/attachments/" + id + "/crop")
                .bodyValue(Map.of("x", 10, "y", 20, "width", 50_000, "height", 40)).exchange().expectStatus()
                .isEqualTo(422).expectBody().jsonPath("$.type").isEqualTo("urn:azulejo:problem:invalid-region");
    }

    @Test
    void measureWhenAMessageIsSentAfterwardsThenCostsThat() throws IOException {
        String id = api.upload(shapes(), "shapes.png").path("id").asString();
        Map<String, Object> message = Map.of("text", "Which shapes are in this picture?", "attachments", List.of(id));
        JsonNode measured = api.post("/api/v1/measure", message);
        Accepted accepted = api.askMono("/api/v1/conversations", message).blockOptional().orElseThrow();
        JsonNode usage = api.awaitEnd(accepted.generation()).getLast().data().path("usage");

        assertThat(measured.path("promptTokens").asInt()).isPositive().isEqualTo(usage.path("promptTokens").asInt());
        assertThat(measured.path("imageTokens").asInt()).isPositive().isEqualTo(usage.path("imageTokens").asInt());
        assertThat(measured.path("fits").asBoolean()).isTrue();
        assertThat(measured.path("pictures").get(0).path("attachment").asString()).isEqualTo(id);

        JsonNode next = api.post("/api/v1/measure",
                Map.of("conversation", accepted.conversation(), "text", "And now?"));
        assertThat(next.path("promptTokens").asInt()).isGreaterThan(measured.path("promptTokens").asInt());
        assertThat(next.path("imageTokens")).isEqualTo(measured.path("imageTokens"));
        assertThat(next.path("pictures").size()).isZero();
    }

    @Test
    void attentionWhenAskedForAnAnswerThenTellsWhereInItsPictureTheModelLooked() throws IOException {
        String id = api.upload(shapes(), "shapes.png").path("id").asString();
        Accepted accepted = api
                .askMono("/api/v1/conversations",
                        Map.of("text", "Which shapes are in this picture?", "attachments", List.of(id)))
                .blockOptional().orElseThrow();
        String text = Api.Event.text(api.awaitEnd(accepted.generation()));
        String path = "/api/v1/conversations/" + accepted.conversation() + "/messages/" + accepted.answer()
                + "/attention";
        JsonNode view = api.post(path, Map.of("ranges", List.of(Map.of("from", 0, "to", text.length()),
                Map.of("from", 0, "to", 5))));

        assertThat(view.path("maps").size()).isEqualTo(2);
        for (JsonNode map : view.path("maps")) {
            JsonNode picture = map.path("pictures").get(0);
            assertThat(picture.path("attachment").asString()).isEqualTo(id);
            double sum = 0;
            for (JsonNode weight : picture.path("weights")) {
                sum += weight.asDouble();
            }
            assertThat(sum).isPositive().isCloseTo(picture.path("share").asDouble(), within(1e-4)).isLessThan(1);
            assertThat(picture.path("weights").size())
                    .isEqualTo(picture.path("columns").asInt() * picture.path("rows").asInt());
        }
        assertThat(view.path("maps").get(0).path("pictures")).isNotEqualTo(view.path("maps").get(1).path("pictures"));
        api.test().post().uri(path).bodyValue(Map.of("ranges", List.of(Map.of("from", 3, "to", 9999)))).exchange()
                .expectStatus().isEqualTo(422).expectBody().jsonPath("$.parameter").isEqualTo("ranges");
        api.test().post()
                .uri("/api/v1/conversations/" + accepted.conversation() + "/messages/" + accepted.message()
                        + "/attention")
                .exchange().expectStatus().isEqualTo(422);
    }

    private BufferedImage image(String path) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(
                api.client().get().uri(path).retrieve().bodyToMono(byte[].class).blockOptional().orElseThrow()));
    }

    private static byte[] shapes() throws IOException {
        return Files.readAllBytes(Path.of("../docs/pictures/shapes.png"));
    }
}
