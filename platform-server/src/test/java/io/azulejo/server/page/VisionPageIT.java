package io.azulejo.server.page;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Pattern;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

import io.azulejo.demo.DemoModel;
import io.azulejo.processor.ChatMessage;
import io.azulejo.processor.NvlmProcessor;
import io.azulejo.processor.ProcessorSettings;
import io.azulejo.processor.PromptPlan;
import io.azulejo.server.Api;
import io.azulejo.server.Pictures;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** What the page shows of how a model sees pictures. */
@BrowserTest
class VisionPageIT {

    private static final Path SHAPES = Path.of("../docs/pictures/shapes.png");
    private static final String QUESTION = "Which shapes are in this picture?";
    private static final int MAX_TILES = 6;
    private static final int PICTURES_A_QUESTION = 4;

    /** Width and height of 20 pictures: square, wide, tall, narrow, tiny, large. */
    private static final int[][] SIZES = {{64, 64}, {224, 224}, {448, 448}, {1000, 1000}, {640, 320}, {320, 640},
            {1280, 320}, {320, 1280}, {1920, 1080}, {1080, 1920}, {800, 600}, {600, 800}, {1600, 400}, {3, 500},
            {500, 3}, {1, 1}, {997, 331}, {331, 997}, {2048, 1536}, {700, 699}};

    @Autowired
    private Api api;

    @Test
    void theTileViewEqualsTheProcessorsPlanForTwentyPicturesOfDifferentShapes(Visitor visitor,
            @TempDir Path directory) {
        NvlmProcessor processor = NvlmProcessor.load(DemoModel.extractTo(directory), ProcessorSettings.defaults());
        for (int first = 0; first < SIZES.length; first += PICTURES_A_QUESTION) {
            List<byte[]> pictures = new ArrayList<>();
            List<String> ids = new ArrayList<>();
            for (int i = first; i < first + PICTURES_A_QUESTION; i++) {
                pictures.add(Pictures.encoded("png", SIZES[i][0], SIZES[i][1], 0x336699));
                ids.add(api.upload(pictures.getLast(), "picture-" + i + ".png").path("id").asString());
            }
            Api.Accepted accepted = api.askMono("/api/v1/conversations", Map.of("text", QUESTION, "attachments", ids,
                    "options", Map.of("max_tiles", MAX_TILES, "max_tokens", 1))).blockOptional().orElseThrow();
            api.awaitEnd(accepted.generation());
            visitor.open("/c/" + accepted.conversation());
            for (int i = first; i < first + PICTURES_A_QUESTION; i++) {
                PromptPlan.PicturePlan plan = processor
                        .plan(List.of(new ChatMessage(ChatMessage.Role.USER, List.of(
                                new ChatMessage.PicturePart(pictures.get(i - first), OptionalInt.empty())))), MAX_TILES)
                        .pictures().getFirst();
                visitor.button("See what the model saw of picture-" + i + ".png").click();
                assertShows(visitor.page(), plan);
                visitor.button("Close").click();
            }
        }
    }

    private static void assertShows(Page page, PromptPlan.PicturePlan plan) {
        Locator panel = page.getByRole(AriaRole.REGION,
                new Page.GetByRoleOptions().setName("What the model saw").setExact(true));
        Locator tiles = panel.getByRole(AriaRole.LISTITEM);
        assertThat(tiles).hasCount(plan.tiles());
        assertThat(panel.getByRole(AriaRole.DEFINITION)).hasText(new String[]{"azulejo-demo",
                plan.columns() + " × " + plan.rows() + (plan.thumbnail() ? " + Thumbnail" : ""),
                Integer.toString(plan.tokens()), plan.tileSize() + " × " + plan.tileSize() + " pixels"});
        List<String> texts = tiles.allInnerTexts();
        for (int i = 0; i < plan.tiles(); i++) {
            boolean thumbnail = plan.thumbnail() && i == plan.tiles() - 1;
            assertThat(texts.get(i).split("\\R+")).containsExactly(thumbnail ? "Thumbnail" : "Tile " + (i + 1),
                    plan.tags().get(i), plan.tokens() / plan.tiles() + " tokens");
        }
        Locator cells = page.locator("[data-tile]");
        assertThat(cells).hasCount(plan.columns() * plan.rows());
        BoundingBox whole = page.getByRole(AriaRole.DIALOG).locator("img[alt^='Picture ']").boundingBox();
        for (int i = 0; i < plan.columns() * plan.rows(); i++) {
            int column = i % plan.columns();
            int row = i / plan.columns();
            BoundingBox cell = cells.nth(i).boundingBox();
            // Edges lie on whole pixels of the picture.
            double across = 1 + whole.width / plan.width();
            double down = 1 + whole.height / plan.height();
            assertThat(cell.x - whole.x).isCloseTo(column * whole.width / plan.columns(), within(across));
            assertThat(cell.y - whole.y).isCloseTo(row * whole.height / plan.rows(), within(down));
            assertThat(cell.width).isCloseTo(whole.width / plan.columns(), within(across));
            assertThat(cell.height).isCloseTo(whole.height / plan.rows(), within(down));
        }
        Locator pixels = panel.getByRole(AriaRole.IMG);
        assertThat(pixels).hasCount(1);
        page.waitForFunction("([image, side]) => image.complete && image.naturalWidth === side",
                List.of(pixels.elementHandle(), plan.tileSize()));
    }

    @Test
    void tilesWhenWalkedThroughByKeyThenEachShowsItsPixels(Visitor visitor) {
        Api.Accepted accepted = askWith(Pictures.encoded("png", 900, 600, 0x228855), MAX_TILES);
        visitor.open("/c/" + accepted.conversation());
        visitor.button("Open wide.png").click();
        visitor.button("What the model saw").click();
        Locator first = visitor.page().getByRole(AriaRole.BUTTON,
                new Page.GetByRoleOptions().setName(Pattern.compile("^Tile 1 ")));
        assertThat(first).hasAttribute("aria-pressed", "true");
        visitor.assertAccessible();
        first.focus();
        visitor.page().keyboard().press("End");
        Locator thumbnail = visitor.page().getByRole(AriaRole.BUTTON,
                new Page.GetByRoleOptions().setName(Pattern.compile("^Thumbnail ")));
        assertThat(thumbnail).isFocused();
        assertThat(visitor.page().getByText("The part at 0, 0 of 900 × 600 pixels")).isVisible();
        visitor.page().locator("[data-tile='2']").click();
        assertThat(visitor.page().getByText("The part at 300, 0 of 300 × 300 pixels")).isVisible();
    }

    @Test
    void regionWhenDrawnThenIsAskedAboutAtFullResolution(Visitor visitor) {
        Api.Accepted accepted = askWith(Pictures.encoded("png", 800, 400, 0x884422), 1);
        visitor.open("/c/" + accepted.conversation());
        visitor.button("Open wide.png").click();
        visitor.button("Ask about a region").click();
        Locator region = region(visitor);
        assertThat(region).isVisible();
        visitor.assertAccessible();
        BoundingBox picture = visitor.page().getByRole(AriaRole.DIALOG).locator("img").boundingBox();
        double scale = picture.width / 800;
        visitor.page().mouse().move(picture.x + 20 * scale, picture.y + 20 * scale);
        visitor.page().mouse().down();
        visitor.page().mouse().move(picture.x + 100 * scale, picture.y + 60 * scale);
        visitor.page().mouse().move(picture.x + 180 * scale, picture.y + 80 * scale);
        visitor.page().mouse().up();
        visitor.button("Attach this region").click();

        assertThat(visitor.button("Remove wide (part).png")).isVisible();
        assertThat(visitor.box()).isFocused();
        visitor.ask("And here?");
        assertThat(visitor.answers()).hasCount(2);
        visitor.untilAnswered();
        JsonNode asked = api.conversation(accepted.conversation()).path("messages").get(2).path("parts").get(0)
                .path("attachment");
        assertThat(asked.path("width").asInt()).isCloseTo(160, within(3));
        assertThat(asked.path("height").asInt()).isCloseTo(60, within(3));
    }

    @Test
    void regionWhenSetByKeysOnADarkPhoneThenIsAttached(Visitor visitor) {
        visitor.page().setViewportSize(390, 844);
        visitor.page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        Api.Accepted accepted = askWith(Pictures.encoded("png", 800, 400, 0x884422), 1);
        visitor.open("/c/" + accepted.conversation());
        visitor.button("Open wide.png").click();
        visitor.button("Ask about a region").click();
        region(visitor).focus();
        visitor.page().keyboard().press("ArrowRight");
        visitor.page().keyboard().press("Shift+ArrowDown");
        visitor.page().keyboard().press("Alt+ArrowUp");
        assertThat(visitor.page().getByText("400 × 216 pixels at 216, 99")).hasCount(1);
        visitor.assertAccessible();
        visitor.page().keyboard().press("Enter");
        assertThat(visitor.button("Remove wide (part).png")).isVisible();
    }

    @Test
    void answerWhenAskedWhereTheModelLookedThenShowsAMapOfEachPart(Visitor visitor) {
        visitor.open("/").attach(SHAPES).ask(QUESTION).untilAnswered();
        assertThat(visitor.answer()).containsText("There is a brown square, a yellow square and a brown cross.");
        visitor.button("Where did it look?").click();
        Locator map = visitor.page().getByRole(AriaRole.IMG,
                new Page.GetByRoleOptions().setName(Pattern.compile("^Map of attention")));
        assertThat(map).isVisible();
        assertThat(visitor.page().getByText(Pattern.compile("^\\d+ % of all attention lay on this picture")))
                .isVisible();
        visitor.assertAccessible();
        Object whole = map.evaluate("canvas => canvas.toDataURL()");
        Locator parts = visitor.page().getByRole(AriaRole.LIST,
                new Page.GetByRoleOptions().setName("Parts of the answer"));
        assertThat(parts.getByRole(AriaRole.BUTTON)).hasCount(3);
        parts.getByRole(AriaRole.BUTTON).nth(1).click();
        assertThat(parts.getByRole(AriaRole.BUTTON).nth(1)).hasAttribute("aria-pressed", "true");
        assertThat(map.evaluate("canvas => canvas.toDataURL()")).isNotEqualTo(whole);
        visitor.page().keyboard().press("Escape");
        assertThat(visitor.button("Where did it look?")).isFocused();
    }

    @Test
    void answerWhenItsModelDoesNotTellWhereItLookedThenOffersNoMap(Visitor visitor) {
        visitor.open("/").useModel("scripted").attach(SHAPES).ask("no map of this").untilAnswered();
        assertThat(visitor.button("Regenerate")).isVisible();
        assertThat(visitor.button("Where did it look?")).hasCount(0);
    }

    private static Locator region(Visitor visitor) {
        return visitor.page().getByRole(AriaRole.APPLICATION,
                new Page.GetByRoleOptions().setName("Region of the picture"));
    }

    private Api.Accepted askWith(byte[] picture, int maxTiles) {
        String id = api.upload(picture, "wide.png").path("id").asString();
        Api.Accepted accepted = api.askMono("/api/v1/conversations", Map.of("text", QUESTION, "attachments",
                List.of(id), "options", Map.of("max_tiles", maxTiles, "max_tokens", 4))).blockOptional().orElseThrow();
        api.awaitEnd(accepted.generation());
        return accepted;
    }
}
