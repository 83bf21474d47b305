package io.azulejo.server.security.account;

import java.time.Duration;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

import io.azulejo.server.security.SecurityProperties;

/** Makes the first administrator as the configuration says, or shows how to. */
@Component
class FirstAdministrator {

    private static final Logger log = LoggerFactory.getLogger(FirstAdministrator.class);

    private final Accounts accounts;
    private final Links links;
    private final Passwords passwords;
    private final SecurityProperties properties;

    FirstAdministrator(Accounts accounts, Links links, Passwords passwords, SecurityProperties properties) {
        this.accounts = accounts;
        this.links = links;
        this.passwords = passwords;
        this.properties = properties;
    }

    @EventListener(ApplicationReadyEvent.class)
    void make() {
        if (!properties.hasPasswords() || accounts.hasAdministrator()) {
            return;
        }
        SecurityProperties.Administrator configured = properties.administrator();
        if (configured == null) {
            log.info("There is no administrator yet. Open {} at this server's address within a day to become the "
                    + "first one.", links.invite(AccountRole.admin, true, Duration.ofDays(1)).path());
            return;
        }
        String name = SessionController.name(configured.name());
        String password = passwords.encode(Passwords.chosen(configured.password()));
        accounts.createFirst(name, name, password)
                .ifPresent(made -> log.info("The first administrator is '{}'.", made.name()));
    }
}
