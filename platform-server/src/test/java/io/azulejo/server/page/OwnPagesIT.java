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

import io.azulejo.server.Api;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

/** What everybody sees of themselves: what they have used, the keys of their programs, their password and data. */
@AccountsBrowserTest
class OwnPagesIT {

    @Autowired
    private Api api;

    @Autowired
    private JdbcClient jdbc;

    /** Other tests share the application. */
    @AfterEach
    void cleanUp() {
        jdbc.sql("delete from quota").update();
        jdbc.sql("delete from api_key").update();
    }

    @Test
    void usageWhenOpenedThenShowsWhatIsUsedOfEachLimitAndWhenItBeginsAnew(Visitor visitor) {
        visitor.expectingErrors("401");
        visitor.page().navigate("/");
        visitor.logIn().ask("something to be counted").untilAnswered();
        String me = visitor.call("GET", "/me", null).path("id").asString();
        visitor.call("POST", "/admin/quotas", Map.of("user", me, "limits", Map.of("requestsPerDay", 1, "tokensPerMonth",
                1_000_000)));
        visitor.button("Settings").click();
        visitor.menuItem("My account").click();

        Locator today = region(visitor, "Today");
        assertThat(today).containsText(Pattern.compile("Begins anew in \\d+ (minutes?|hours?): "));
        assertThat(today).containsText(Pattern.compile("Used up[1-9]\\d* of 1"));
        assertThat(meter(today, "Requests")).hasAttribute("aria-valuenow", "1");
        assertThat(today.getByText(Pattern.compile("^[1-9]\\d* · no limit$"))).isVisible();
        assertThat(meter(today, "Tokens")).hasCount(0);
        assertThat(meter(region(visitor, "This month"), "Tokens"))
                .hasAttribute("aria-valuetext", Pattern.compile("^[1-9]\\d* of 1,000,000$"));
        visitor.assertAccessible();
        visitor.page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        visitor.page().setViewportSize(390, 844);
    }

    @Test
    void keyWhenMadeThenIsShownOnceWorksAndIsRefusedOnceRevoked(Visitor visitor) {
        visitor.expectingErrors("401");
        visitor.page().navigate("/settings/keys");
        visitor.logIn();
        assertThat(visitor.page().getByText("There are none yet.")).isVisible();
        visitor.button("New key").click();
        visitor.assertAccessible();
        visitor.label("Name").fill("report");
        visitor.page().getByRole(AriaRole.CHECKBOX, new Page.GetByRoleOptions().setName(Pattern.compile("^Ask")))
                .uncheck();
        visitor.page().getByLabel("Expires").selectOption("In 30 days");
        visitor.button("Make the key").click();
        Locator secret = visitor.page().getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName("Key"));
        assertThat(secret).hasValue(Pattern.compile("^azk_"));
        visitor.assertAccessible();
        String key = secret.inputValue();
        api.test().get().uri("/api/v1/models").header("Authorization", "Bearer " + key).exchange().expectStatus()
                .isOk();
        visitor.button("Close").click();

        visitor.page().reload();
        Locator row = visitor.row("report");
        assertThat(row).containsText("Read");
        assertThat(row).not().containsText("Ask");
        assertThat(row.getByRole(AriaRole.CELL).nth(1)).not().hasText("Never");
        visitor.button("Revoke report").click();
        visitor.assertAccessible();
        visitor.button("Revoke").click();
        assertThat(row).hasCount(0);
        api.test().get().uri("/api/v1/models").header("Authorization", "Bearer " + key).exchange().expectStatus()
                .isUnauthorized();
    }

    @Test
    void keyWhenItsLastDayIsOverThenTheFormSaysSo(Visitor visitor) {
        visitor.expectingErrors("401").expectingErrors("status of 4");
        visitor.page().navigate("/settings/keys");
        visitor.logIn();
        visitor.button("New key").click();
        visitor.label("Name").fill("late");
        visitor.page().getByLabel("Expires").selectOption("On a day of your choice");
        visitor.label("Last day").fill("2020-02-29");
        visitor.button("Make the key").click();
        assertThat(visitor.page().getByRole(AriaRole.ALERT)).containsText("not in the future");
        assertThat(visitor.label("Last day")).hasAttribute("aria-invalid", "true");
    }

    @Test
    void passwordWhenChangedThenOtherLoginsAreOverAndTheNewOneDeletesTheAccount(Visitor admin, Visitor visitor,
            Visitor elsewhere) {
        List.of(admin, visitor, elsewhere).forEach(each -> each.expectingErrors("401"));
        visitor.expectingErrors("403");
        admin.page().navigate("/");
        admin.logIn();
        assertThat(admin.box()).isVisible();
        String token = admin.call("POST", "/admin/invitations", Map.of()).path("token").asString();
        visitor.page().navigate("/invitations/" + token);
        visitor.label("Name").fill("mary");
        visitor.label("Password").fill("the first password");
        visitor.button("Make the account").click();
        assertThat(visitor.box()).isVisible();
        elsewhere.page().navigate("/");
        elsewhere.logIn("mary", "the first password");
        assertThat(elsewhere.box()).isVisible();

        visitor.page().navigate("/settings");
        visitor.link("Login and data").click();
        visitor.assertAccessible();
        visitor.label("Current password").fill("not this password");
        visitor.label("New password").fill("the second password");
        visitor.button("Change the password").click();
        assertThat(visitor.page().getByRole(AriaRole.ALERT)).hasText("The password is wrong.");
        visitor.label("Current password").fill("the first password");
        visitor.button("Change the password").click();
        assertThat(visitor.page().getByText("The password is changed, and your other logins are ended.").first())
                .isVisible();
        assertThat(visitor.label("New password")).hasValue("");
        elsewhere.page().reload();
        assertThat(elsewhere.button("Log in")).isVisible();

        visitor.button("Delete my account…").click();
        Locator dialog = visitor.page().getByRole(AriaRole.DIALOG);
        dialog.getByLabel("Password").fill("the first password");
        visitor.button("Delete for good").click();
        assertThat(dialog.getByRole(AriaRole.ALERT)).hasText("The password is wrong.");
        visitor.assertAccessible();
        dialog.getByLabel("Password").fill("the second password");
        visitor.button("Delete for good").click();
        assertThat(visitor.button("Log in")).isVisible();
        visitor.logIn("mary", "the second password");
        assertThat(visitor.page().getByRole(AriaRole.ALERT)).hasText("The name or the password is wrong.");
    }

    private static Locator region(Visitor visitor, String name) {
        return visitor.page().getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static Locator meter(Locator within, String name) {
        return within.getByRole(AriaRole.METER, new Locator.GetByRoleOptions().setName(name).setExact(true));
    }
}
