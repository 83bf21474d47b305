package io.azulejo.server.page;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/** What administrators allow: groups, who may use which model, limits; and the log of what was done. */
@AccountsBrowserTest
class PeoplesRightsIT {

    @Autowired
    private JdbcClient jdbc;

    /** Other tests share the application. */
    @AfterEach
    void cleanUp() {
        for (String table : List.of("quota", "api_key", "user_group", "restricted_model")) {
            jdbc.sql("delete from " + table).update();
        }
    }

    @Test
    void groupWhenMadeThenTakesMembersWhoAreFoundByNameAndIsDeleted(Visitor visitor) {
        open(visitor, "/admin/groups");
        String member = somebody(visitor, "emmy");
        visitor.page().reload();
        visitor.button("New group").click();
        visitor.label("Name").fill("no / slashes");
        visitor.button("Make the group").click();
        assertThat(visitor.page().getByRole(AriaRole.ALERT)).containsText("letters, digits");
        visitor.assertAccessible();
        visitor.label("Name").fill("research team");
        visitor.label("Description").fill("Reads papers");
        visitor.button("Make the group").click();
        assertThat(visitor.row("research team")).containsText("Reads papers");
        visitor.assertAccessible();

        visitor.link("research team").click();
        find(visitor, "Add somebody", "EMM", "emmy");
        visitor.assertAccessible();
        assertThat(members(visitor)).hasText("emmy");
        JsonNode kept = visitor.call("GET", "/admin/groups/research%20team/members", null).path("members");
        assertThat(kept.get(0).path("id").asString()).isEqualTo(member);
        visitor.button("Describe research team").click();
        visitor.label("Description").fill("Reads papers and charts");
        visitor.button("Save").click();
        assertThat(visitor.page().getByText("Reads papers and charts")).isVisible();
        visitor.button("Take emmy out of the group").click();
        assertThat(visitor.page().getByText("Nobody is in this group.")).isVisible();

        visitor.link("All groups").click();
        visitor.button("Delete research team").click();
        visitor.assertAccessible();
        visitor.button("Delete").click();
        assertThat(visitor.row("research team")).hasCount(0);
        visitor.page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        visitor.page().setViewportSize(390, 844);
    }

    @Test
    void userWhenFoundByAPartOfTheNameThenIsDeletedAfterAQuestion(Visitor visitor) {
        open(visitor, "/admin/users");
        String hedy = somebody(visitor, "hedy");
        somebody(visitor, "olga");
        visitor.page().reload();
        assertThat(visitor.row("olga")).isVisible();
        assertThat(visitor.row("ada").getByRole(AriaRole.BUTTON)).hasCount(1); // nobody deletes oneself here
        Locator find = visitor.page().getByRole(AriaRole.SEARCHBOX,
                new Page.GetByRoleOptions().setName("Find by name"));
        find.fill("HED");
        assertThat(visitor.row("olga")).hasCount(0);
        visitor.assertAccessible();
        visitor.button("Delete hedy").click();
        visitor.assertAccessible();
        visitor.button("Delete").click();
        assertThat(visitor.page().getByText("Nobody has such a name.")).isVisible();
        find.clear();
        assertThat(visitor.row("olga")).isVisible();
        assertThat(visitor.row("hedy")).hasCount(0);
        assertThat(visitor.call("GET", "/admin/users?q=hedy", null).path("users")).isEmpty();
        assertThat(jdbc.sql("select count(*) from person where cast(id as text) = :id").param("id", hedy)
                .query(Integer.class).single()).isZero();
    }

    @Test
    void modelWhenRestrictedThenIsForSomeUntilItIsForEverybodyAgain(Visitor visitor) {
        open(visitor, "/admin/models");
        String person = somebody(visitor, "sofja");
        visitor.call("POST", "/admin/groups", Map.of("name", "physics"));
        visitor.page().reload();
        Locator model = visitor.page().getByRole(AriaRole.ROW)
                .filter(new Locator.FilterOptions().setHas(visitor.button("Who may use scripted")));
        assertThat(model).containsText("Everybody");
        visitor.button("Who may use scripted").click();
        radio(visitor, "Some groups and people").check();
        assertThat(visitor.page().getByText("only administrators may use it then")).isVisible();
        visitor.page().getByRole(AriaRole.CHECKBOX, new Page.GetByRoleOptions().setName("physics")).check();
        find(visitor, "Add somebody", "sof", "sofja");
        assertThat(visitor.button("Take sofja away")).isVisible();
        visitor.assertAccessible();
        visitor.button("Save").click();
        assertThat(model).containsText("physics, sofja");
        JsonNode kept = visitor.call("GET", "/admin/model-permissions", null).path("permissions").get(0);
        assertThat(kept.path("users").get(0).asString()).isEqualTo(person);
        visitor.assertAccessible();

        visitor.page().navigate("/admin/groups/physics");
        assertThat(region(visitor, "Models").getByRole(AriaRole.LISTITEM)).hasText("scripted");
        visitor.link("Models").click();
        visitor.button("Who may use scripted").click();
        radio(visitor, "Everybody").check();
        visitor.button("Save").click();
        assertThat(model).containsText("Everybody");
        assertThat(visitor.call("GET", "/admin/model-permissions", null).path("permissions").size()).isZero();
    }

    @Test
    void deploymentOfAGroupWhenChangedThenStaysForThatGroup(Visitor visitor) {
        open(visitor, "/admin/deployments");
        visitor.call("POST", "/admin/groups", Map.of("name", "lab"));
        visitor.call("POST", "/admin/deployments", Map.of("model", "scripted", "backend", "scripted", "groups",
                List.of("lab"), "priority", 1));
        visitor.page().reload();
        Locator row = visitor.row("scripted");
        assertThat(row).containsText("only for lab");
        visitor.button("Change scripted: scripted/scripted").click();
        assertThat(visitor.page().getByRole(AriaRole.CHECKBOX, new Page.GetByRoleOptions().setName("lab")))
                .isChecked();
        visitor.label("Weight").fill("3");
        visitor.assertAccessible();
        visitor.button("Save").click();
        assertThat(row.getByRole(AriaRole.CELL).nth(1)).hasText("3");
        JsonNode kept = visitor.call("GET", "/admin/deployments", null).path("deployments").get(0);
        assertThat(kept.path("groups").get(0).asString()).isEqualTo("lab");
        visitor.page().navigate("/admin/groups/lab");
        assertThat(region(visitor, "Deployments").getByRole(AriaRole.LISTITEM)).containsText("scripted/scripted");
        visitor.link("Deployments").click();
        visitor.button("Delete scripted: scripted/scripted").click();
        visitor.button("Delete").click();
        assertThat(row).hasCount(0);
    }

    @Test
    void limitsWhenSetThenShowWhoIsCloseAndAreChangedAndDeleted(Visitor visitor) {
        open(visitor, "/");
        visitor.ask("something to be counted").untilAnswered();
        visitor.page().navigate("/admin/limits");
        assertThat(visitor.page().getByText("There are none here")).isVisible();
        visitor.button("Set limits").click();
        visitor.button("Set the limits").click();
        assertThat(visitor.page().getByRole(AriaRole.ALERT)).hasText("Choose for whom the limits are.");
        find(visitor, "Person", "ada", "ada");
        visitor.label("Requests per day").fill("1");
        visitor.page().getByLabel("Tokens per month: no limit").check();
        visitor.assertAccessible();
        visitor.button("Set the limits").click();
        Locator row = visitor.page().getByRole(AriaRole.ROW)
                .filter(new Locator.FilterOptions().setHas(visitor.button("Change the limits of ada")));
        assertThat(row).containsText("Requests per day1");
        assertThat(row).containsText("Tokens per monthno limit");
        assertThat(row).containsText("Used up100 % of today’s requests");
        visitor.assertAccessible();

        visitor.button("Change the limits of ada").click();
        visitor.page().getByLabel("Tokens per month: no limit").uncheck();
        visitor.label("Requests per day").fill("1000000");
        visitor.button("Save").click();
        assertThat(row).containsText("Requests per day1,000,000");
        assertThat(row).not().containsText("Tokens per month");
        JsonNode limits = visitor.call("GET", "/admin/quotas", null).path("quotas").get(0).path("limits");
        assertThat(limits.path("requestsPerDay").asLong()).isEqualTo(1_000_000);
        assertThat(limits.path("tokensPerMonth").isNull()).isTrue();
        visitor.button("Delete the limits of ada").click();
        visitor.button("Delete").click();
        assertThat(row).hasCount(0);
    }

    @Test
    void limitsOfAKeyWhenSetThenNameIt(Visitor visitor) {
        open(visitor, "/admin/limits");
        visitor.call("POST", "/me/keys", Map.of("name", "nightly"));
        visitor.page().reload();
        visitor.button("Set limits").click();
        visitor.label("For").selectOption("API key");
        visitor.label("API key").selectOption("nightly");
        visitor.label("Answers at once").fill("2");
        visitor.button("Set the limits").click();
        assertThat(visitor.button("Change the limits of nightly")).isVisible();
    }

    @Test
    void auditLogWhenFilteredThenShowsWhoDidThatAndItsDetails(Visitor visitor) {
        open(visitor, "/admin/audit");
        for (int i = 0; i < 60; i++) {
            visitor.call("POST", "/admin/groups", Map.of("name", "group " + i));
        }
        visitor.page().reload();
        visitor.label("What").selectOption("Group made");
        Locator rows = visitor.page().getByRole(AriaRole.ROW).filter(new Locator.FilterOptions().setHas(visitor.page()
                .getByRole(AriaRole.CELL, new Page.GetByRoleOptions().setName("Group made").setExact(true))));
        assertThat(rows).hasCount(50);
        assertThat(rows.first()).containsText("group 59");
        visitor.button("Earlier events").click();
        assertThat(rows.nth(59)).containsText("group 0");
        find(visitor, "Person", "ada", "ada");
        visitor.label("Result").selectOption("Refused");
        assertThat(visitor.page().getByText("Nothing of that kind was done.")).isVisible();
        visitor.assertAccessible();

        visitor.button("Clear the filter").click();
        visitor.label("What").selectOption("Group made");
        rows.first().getByRole(AriaRole.BUTTON).click();
        assertThat(visitor.page().getByText("group.create", new Page.GetByTextOptions().setExact(true))).isVisible();
        assertThat(visitor.page().getByText("127.0.0.1", new Page.GetByTextOptions().setExact(true))).isVisible();
        visitor.assertAccessible();
        visitor.label("To").fill("2020-01-31");
        assertThat(visitor.page().getByText("Nothing of that kind was done.")).isVisible();
    }

    private static void open(Visitor visitor, String path) {
        visitor.expectingErrors("401").expectingErrors("status of 4");
        visitor.page().navigate(path);
        visitor.logIn();
        assertThat(visitor.button("Settings")).isVisible();
    }

    /** Has an account from now on; the id. */
    private String somebody(Visitor administrator, String name) {
        String token = administrator.call("POST", "/admin/invitations", Map.of()).path("token").asString();
        try (var other = administrator.context().browser().newContext()) {
            var page = other.newPage();
            page.navigate(administrator.page().url().replaceAll("(https?://[^/]+).*", "$1/invitations/" + token));
            page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill(name);
            page.getByLabel("Password", new Page.GetByLabelOptions().setExact(true)).fill("another long password");
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Make the account")).click();
            assertThat(page.getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName("Message"))).isVisible();
        }
        return jdbc.sql("select id from person where name = :name").param("name", name).query(String.class).single();
    }

    private static void find(Visitor visitor, String label, String written, String name) {
        Locator box = visitor.page().getByRole(AriaRole.COMBOBOX,
                new Page.GetByRoleOptions().setName(label).setExact(true));
        box.pressSequentially(written);
        visitor.page().getByRole(AriaRole.OPTION, new Page.GetByRoleOptions().setName(Pattern.compile("^" + name)))
                .click();
    }

    private static Locator radio(Visitor visitor, String name) {
        return visitor.page().getByRole(AriaRole.RADIO, new Page.GetByRoleOptions().setName(name));
    }

    private static Locator region(Visitor visitor, String name) {
        return visitor.page().getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName(name).setExact(true))
                .last();
    }

    private static Locator members(Visitor visitor) {
        return visitor.page().getByRole(AriaRole.LIST, new Page.GetByRoleOptions().setName("Members"))
                .getByRole(AriaRole.LISTITEM);
    }
}
