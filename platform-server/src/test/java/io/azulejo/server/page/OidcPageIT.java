package io.azulejo.server.page;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;

import io.azulejo.server.security.oidc.OidcProviderProcess;
import io.azulejo.server.security.oidc.OidcTest;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

/** The page of a server whose people log in at a real provider. */
@OidcTest
@ExtendWith(Chromium.class)
class OidcPageIT {

    @Autowired
    private OidcProviderProcess provider;

    @BeforeEach
    void awaitProvider() throws InterruptedException {
        provider.awaitStart();
    }

    @Test
    void visitorWhenLoggingInAtTheProviderThenComesBackAndLogsOutOfBoth(Visitor visitor) {
        visitor.expectingErrors("401");
        visitor.page().navigate("/?a=1");
        assertThat(heading(visitor, "Log in")).isVisible();
        visitor.assertAccessible();
        logIn(visitor, "grace");
        assertThat(visitor.page()).hasURL("/?a=1");
        visitor.page().navigate("/");
        visitor.ask("hello").untilAnswered();
        visitor.page().reload();
        assertThat(visitor.answer()).containsText("hello");

        visitor.button("Settings").click();
        visitor.menuItem("Log out Grace").click();
        assertThat(heading(visitor, "Log in")).isVisible();
        visitor.button("Log in").click();
        assertThat(visitor.page().getByLabel("Username")).isVisible();
        visitor.page().goBack();
        assertThat(heading(visitor, "Log in")).isVisible();
    }

    @Test
    void administratorIsOfferedNothingThatTheProviderDecides(Visitor visitor) {
        visitor.expectingErrors("401");
        visitor.page().navigate("/admin/users");
        logIn(visitor, "ada");
        assertThat(visitor.page().getByRole(AriaRole.ROW).filter(new Locator.FilterOptions().setHasText("Ada")))
                .containsText("Administrator");
        assertThat(visitor.page().getByText("Names and roles come from the provider")).isVisible();
        visitor.assertAccessible();
        assertThat(visitor.button("Invite somebody")).hasCount(0);
        assertThat(visitor.page().getByRole(AriaRole.COMBOBOX, new Page.GetByRoleOptions().setName("Role of ada")))
                .hasCount(0);
        assertThat(visitor.button("New password for ada")).hasCount(0);
    }

    @Test
    void visitorWhenNotAllowedThenIsToldSo(Visitor visitor) {
        visitor.expectingErrors("401");
        visitor.page().navigate("/");
        logIn(visitor, "stranger");
        assertThat(visitor.page().getByRole(AriaRole.ALERT))
                .hasText("You may not use this server. Ask whoever runs it.");
        assertThat(visitor.button("Log in")).isVisible();
    }

    private static void logIn(Visitor visitor, String name) {
        visitor.button("Log in").click();
        visitor.page().getByLabel("Username").fill(name);
        visitor.page().getByLabel("Password").fill("password");
        visitor.button("Sign in").click();
    }

    private static Locator heading(Visitor visitor, String name) {
        return visitor.page().getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName(name));
    }
}
