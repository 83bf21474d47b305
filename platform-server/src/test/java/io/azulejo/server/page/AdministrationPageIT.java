package io.azulejo.server.page;

import java.util.regex.Pattern;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

import io.azulejo.server.Api;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

/** What those see and do who keep the server running. */
@BrowserTest
class AdministrationPageIT {

    @Autowired
    private Api api;

    /** Other tests share the application. */
    @AfterEach
    void cleanUp() {
        for (JsonNode deployment : api.get("/api/v1/admin/deployments").path("deployments")) {
            if (!deployment.path("id").isNull()) {
                delete("/api/v1/admin/deployments/" + deployment.path("id").asString());
            }
        }
        for (JsonNode backend : api.get("/api/v1/admin/backends").path("backends")) {
            if (backend.path("source").asString().equals("database")) {
                delete("/api/v1/admin/backends/" + backend.path("name").asString());
            }
        }
    }

    private void delete(String path) {
        api.test().delete().uri(path).exchange().expectStatus().isNoContent();
    }

    @Test
    void backendsWhenOpenedThenShowHealthQueueMemoryAndDevices(Visitor visitor) {
        visitor.open("/").button("Settings").click();
        visitor.menuItem("Administration").click();
        Locator demo = card(visitor, "demo");
        assertThat(demo.getByRole(AriaRole.STATUS)).hasText("Ready");
        for (String figure : new String[]{"Memory of the process", "Answering", "Waiting", "Cache in use"}) {
            assertThat(demo.getByRole(AriaRole.TERM).filter(new Locator.FilterOptions().setHasText(figure)))
                    .isVisible();
        }
        assertThat(demo.getByRole(AriaRole.IMG))
                .hasAccessibleName(Pattern.compile("^Answers over the last 5 minutes: \\d+"));
        demo.getByText("cpu: ").click();
        assertThat(demo.getByRole(AriaRole.TABLE)).containsText("vision_model");
        visitor.assertAccessible();
        visitor.page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        visitor.page().setViewportSize(390, 844);
    }

    @Test
    void backendWhenItCannotLoadThenSaysWhyAndIsMendedUnloadedLoadedAndDeleted(Visitor visitor) {
        visitor.page().navigate("/admin");
        visitor.button("Add a backend").click();
        textbox(visitor, "Name").fill("extra");
        visitor.page().getByLabel("Type").selectOption("scripted");
        textbox(visitor, "Id").fill("extra-model");
        textbox(visitor, "Settings of the model").fill("no words of a setting");
        visitor.button("Add").click();
        assertThat(visitor.page().getByText("Line 1 is not “key: value”.")).isVisible();
        visitor.assertAccessible();
        textbox(visitor, "Settings of the model").fill("no-such-setting: 1");
        visitor.button("Add").click();

        Locator extra = card(visitor, "extra");
        assertThat(extra.getByRole(AriaRole.STATUS)).hasText("Failed");
        assertThat(extra.getByRole(AriaRole.ALERT)).containsText("no-such-setting");
        visitor.assertAccessible();

        visitor.button("Change extra").click();
        assertThat(textbox(visitor, "Settings of the model")).hasValue("no-such-setting: 1");
        textbox(visitor, "Settings of the model").fill("context-length: 512");
        visitor.button("Save").click();
        assertThat(extra.getByRole(AriaRole.STATUS)).hasText("Ready");
        assertThat(extra).containsText("512 tokens of context");

        button(extra, "Unload").click();
        assertThat(extra.getByRole(AriaRole.STATUS)).hasText("Not loaded");
        button(extra, "Load").click();
        assertThat(extra.getByRole(AriaRole.STATUS)).hasText("Ready");

        visitor.button("Delete extra").click();
        visitor.assertAccessible();
        visitor.button("Delete").click();
        assertThat(extra).hasCount(0);
    }

    @Test
    void backendWhenItsNameIsTakenThenTheFormSaysSo(Visitor visitor) {
        visitor.expectingErrors("status of 409");
        visitor.page().navigate("/admin");
        visitor.button("Add a backend").click();
        textbox(visitor, "Name").fill("demo");
        visitor.button("Add").click();
        assertThat(visitor.page().getByText("There is a backend 'demo' already.")).isVisible();
        assertThat(textbox(visitor, "Name")).hasAttribute("aria-invalid", "true");
    }

    @Test
    void deploymentWhenAddedThenServesAndTheModelCanBePicked(Visitor visitor) {
        visitor.page().navigate("/admin");
        visitor.page().getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Deployments")).click();
        visitor.button("Add a deployment").click();
        textbox(visitor, "Model").fill("looks");
        visitor.page().getByLabel("Backend", new Page.GetByLabelOptions().setExact(true)).selectOption("scripted");
        visitor.page().getByLabel("Model of the backend").fill("scripted");
        visitor.page().getByLabel("Takes").selectOption("With pictures only");
        visitor.assertAccessible();
        visitor.button("Add").click();
        Locator row = visitor.page().getByRole(AriaRole.ROW, new Page.GetByRoleOptions().setName("looks"));
        assertThat(row).containsText("With pictures only");
        assertThat(row.getByRole(AriaRole.STATUS)).hasText("Serving");

        visitor.page().getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Models")).click();
        assertThat(visitor.page().getByRole(AriaRole.ROWHEADER, new Page.GetByRoleOptions().setName("looks")))
                .isVisible();
        visitor.assertAccessible();
        visitor.page().getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Deployments")).click();
        visitor.button("Delete looks: scripted/scripted").click();
        visitor.button("Delete").click();
        assertThat(row).hasCount(0);
    }

    private static Locator card(Visitor visitor, String backend) {
        return visitor.page().getByRole(AriaRole.ARTICLE, new Page.GetByRoleOptions().setName(backend).setExact(true));
    }

    private static Locator textbox(Visitor visitor, String name) {
        return visitor.page().getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static Locator button(Locator within, String name) {
        return within.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name).setExact(true));
    }
}
