package io.azulejo.server.page;

import java.util.Map;
import java.util.regex.Pattern;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.LoadState;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

/** The page of a server with accounts, whose first administrator the configuration names. */
@AccountsBrowserTest
class LoginPageIT {

    @Autowired
    private JdbcClient jdbc;

    @Test
    void visitorWhenNotLoggedInThenLogsInAndOut(Visitor visitor) {
        visitor.expectingErrors("401");
        visitor.page().navigate("/");
        assertThat(heading(visitor, "Log in")).isVisible();
        visitor.assertAccessible();
        visitor.logIn("ada", "wrong password");
        assertThat(visitor.page().getByRole(AriaRole.ALERT)).hasText("The name or the password is wrong.");
        visitor.logIn();
        visitor.ask("hello").untilAnswered();
        assertThat(visitor.answer()).containsText("hello");

        visitor.button("Settings").click();
        visitor.menuItem("Log out ada").click();
        assertThat(heading(visitor, "Log in")).isVisible();
    }

    @Test
    void loginWhenItExpiresInTheMiddleThenWhatWasWrittenIsThereAfterTheNextOne(Visitor visitor) {
        visitor.expectingErrors("401");
        visitor.page().navigate("/");
        visitor.logIn();
        assertThat(visitor.box()).isVisible();
        // None of the page's first requests may be the one that is refused.
        visitor.page().waitForLoadState(LoadState.NETWORKIDLE);
        jdbc.sql("delete from login_session").update();
        // Its cost is counted as it is written, which the server refuses now.
        visitor.box().fill("half a thought");
        assertThat(heading(visitor, "Log in")).isVisible();
        visitor.logIn();
        assertThat(visitor.box()).hasValue("half a thought");
    }

    @Test
    void invitationWhenOpenedThenMakesAnAccountThatIsLoggedIn(Visitor visitor) {
        visitor.expectingErrors("401");
        visitor.page().navigate("/");
        visitor.logIn();
        assertThat(visitor.box()).isVisible();
        String token = visitor.call("POST", "/admin/invitations", Map.of()).path("token").asString();
        visitor.context().clearCookies();

        visitor.page().navigate("/invitations/" + token);
        assertThat(heading(visitor, "Welcome to Azulejo")).isVisible();
        visitor.assertAccessible();
        field(visitor, "Name").fill("grace");
        field(visitor, "Password").fill("another long password");
        visitor.button("Make the account").click();
        assertThat(visitor.box()).isVisible();
        visitor.button("Settings").click();
        assertThat(visitor.menuItem("Log out grace")).isVisible();
        assertThat(visitor.menuItem("Administration")).hasCount(0);
        visitor.page().keyboard().press("Escape");
    }

    @Test
    void administratorWhenInvitingThenMeetsTheNewUserAndShutsThemOut(Visitor visitor, Visitor invited) {
        visitor.expectingErrors("401");
        visitor.page().navigate("/admin/users");
        visitor.logIn();
        visitor.button("Invite somebody").click();
        visitor.assertAccessible();
        visitor.button("Make a link").click();
        Locator link = visitor.page().getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName("Link"));
        assertThat(link).hasValue(Pattern.compile("/invitations/"));
        invited.expectingErrors("401");
        invited.page().navigate(link.inputValue());
        field(invited, "Name").fill("linus");
        field(invited, "Password").fill("one more long password");
        invited.button("Make the account").click();
        invited.ask("something to be counted").untilAnswered();

        visitor.button("Close").click();
        visitor.page().reload();
        assertThat(visitor.page().getByRole(AriaRole.COMBOBOX,
                new Page.GetByRoleOptions().setName("Role of linus"))).hasValue("user");
        visitor.assertAccessible();
        Locator mayLogIn = visitor.page().getByRole(AriaRole.CHECKBOX,
                new Page.GetByRoleOptions().setName("linus may log in"));
        // Not uncheck(): that wants the new state within the click, and the page shows it a moment later.
        mayLogIn.click();
        assertThat(mayLogIn).isEnabled();
        assertThat(mayLogIn).not().isChecked();
        invited.page().reload();
        assertThat(heading(invited, "Log in")).isVisible();

        visitor.page().getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Usage")).click();
        assertThat(visitor.page().getByRole(AriaRole.IMG,
                new Page.GetByRoleOptions().setName(Pattern.compile("^Tokens of each of the last 30 days"))))
                .isVisible();
        visitor.assertAccessible();
        visitor.page().getByLabel("By").selectOption("user");
        assertThat(visitor.page().getByRole(AriaRole.ROWHEADER, new Page.GetByRoleOptions().setName("linus")))
                .isVisible();
    }

    private static Locator field(Visitor visitor, String label) {
        return visitor.page().getByLabel(label, new Page.GetByLabelOptions().setExact(true));
    }

    private static Locator heading(Visitor visitor, String name) {
        return visitor.page().getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName(name));
    }
}
