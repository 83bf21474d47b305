package io.azulejo.server.page;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.FileChooser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;

import io.azulejo.server.Api;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/** Conversations that leave the page as files and come back, and how an answer was made. */
@BrowserTest
class ArchivePageIT {

    @Autowired
    private Api api;

    @Test
    void everythingWhenExportedThenComesBackByAnImportAndWhatIsThereStays(Visitor visitor, @TempDir Path directory) {
        String id = make(visitor, "kept in a file");
        openArchive(visitor);
        visitor.assertAccessible();
        Path zip = saved(visitor, directory, () -> visitor.page().getByRole(AriaRole.LINK,
                new Page.GetByRoleOptions().setName("Export everything")).click());
        assertThat(zip.getFileName().toString()).matches("azulejo-.*\\.zip");
        api.test().delete().uri("/api/v1/conversations/" + id + "?permanently=true").exchange().expectStatus()
                .isNoContent();
        visitor.open("/");
        assertThat(visitor.conversation("kept in a file")).hasCount(0);
        openArchive(visitor);

        choose(visitor, zip);
        Locator told = visitor.page().getByRole(AriaRole.STATUS)
                .filter(new Locator.FilterOptions().setHasText(zip.getFileName().toString()));
        assertThat(told).hasText(Pattern.compile(": 1 conversation imported, \\d+ already there$"));
        choose(visitor, zip);
        assertThat(told).hasText(Pattern.compile(": 0 conversations imported, \\d+ already there$"));
        visitor.assertAccessible();
        visitor.button("Close").click();
        visitor.conversation("kept in a file").click();
        assertThat(visitor.answer()).containsText("kept in a file");
    }

    @Test
    void fileWhenItIsNoExportThenTheImportSaysWhy(Visitor visitor, @TempDir Path directory) throws Exception {
        visitor.expectingErrors("status of 4");
        visitor.open("/");
        openArchive(visitor);
        choose(visitor, Files.writeString(directory.resolve("shopping.json"), "no JSON"));
        assertThat(visitor.page().getByRole(AriaRole.ALERT)).containsText("shopping.json was not imported:");
        visitor.assertAccessible();
    }

    @Test
    void conversationWhenExportedThenIsAFileOfTheChosenKind(Visitor visitor, @TempDir Path directory)
            throws Exception {
        make(visitor, "told elsewhere");
        assertThat(Files.readString(exported(visitor, directory, "As Markdown"))).contains("told elsewhere")
                .doesNotStartWith("{");
        assertThat(Files.readString(exported(visitor, directory, "As JSON"))).startsWith("{")
                .contains("told elsewhere");
    }

    private static Path exported(Visitor visitor, Path directory, String kind) {
        visitor.conversation("told elsewhere").hover();
        visitor.button("Options for “told elsewhere”").click();
        visitor.menuItem("Export").click();
        Path file = saved(visitor, directory, () -> visitor.menuItem(kind).click());
        visitor.page().keyboard().press("Escape");
        visitor.page().keyboard().press("Escape");
        return file;
    }

    @Test
    void answerWhenAskedHowItWasMadeThenTellsItsCheckpointTilesAndTokens(Visitor visitor) {
        visitor.open("/").attach(Path.of("../docs/pictures/shapes.png")).ask("Which shapes are in this picture?")
                .untilAnswered();
        visitor.button("More").click();
        visitor.menuItem("How this answer was made").click();
        Locator dialog = visitor.page().getByRole(AriaRole.DIALOG,
                new Page.GetByRoleOptions().setName("How this answer was made"));
        assertThat(dialog).containsText(Pattern.compile("Checkpoint\\s*sha256:[0-9a-f]{64}"));
        assertThat(dialog).containsText(Pattern.compile("Tokenizer\\s*sha256:[0-9a-f]{64}"));
        assertThat(dialog).containsText("1 × 1 tiles");
        visitor.assertAccessible();
        visitor.context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
        visitor.button("Copy as JSON").click();
        visitor.page().waitForFunction("async () => (await navigator.clipboard.readText()).startsWith('{')");
        assertThat((String) visitor.page().evaluate("() => navigator.clipboard.readText()")).contains("\"checkpoint\"")
                .containsPattern("\"seed\": -?\\d+");
        visitor.page().keyboard().press("Escape");
        assertThat(dialog).hasCount(0);
    }

    private static String make(Visitor visitor, String text) {
        visitor.open("/").useModel("scripted").ask(text).untilAnswered();
        return visitor.page().url().replaceAll(".*/c/", "");
    }

    private static void openArchive(Visitor visitor) {
        visitor.button("Settings").click();
        visitor.menuItem("Export and import").click();
    }

    private static void choose(Visitor visitor, Path file) {
        FileChooser chooser = visitor.page()
                .waitForFileChooser(() -> visitor.button("Choose a file…").click());
        chooser.setFiles(file);
    }

    private static Path saved(Visitor visitor, Path directory, Runnable click) {
        Download download = visitor.page().waitForDownload(click);
        Path file = directory.resolve(download.suggestedFilename());
        download.saveAs(file);
        return file;
    }
}
