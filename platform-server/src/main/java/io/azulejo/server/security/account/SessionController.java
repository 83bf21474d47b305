package io.azulejo.server.security.account;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

import io.azulejo.server.database.Blocking;
import io.azulejo.server.security.LoginProvider;
import io.azulejo.server.security.Logins;
import io.azulejo.server.security.Person;
import io.azulejo.server.security.Secrets;
import io.azulejo.server.security.SecurityProperties;
import io.azulejo.server.web.Audited;
import io.azulejo.server.web.Fields;
import io.azulejo.server.web.ProblemException;

/** Logging in and out, and what comes before: invitations and new passwords. */
@RestController
@RequestMapping("/api/v1")
@Tag(name = "Account", description = "Who is logged in")
class SessionController {

    static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}._@+-]{1,100}");

    private final Accounts accounts;
    private final Passwords passwords;
    private final LoginAttempts attempts;
    private final OwnPassword ownPassword;
    private final Links links;
    private final Sessions sessions;
    private final ObjectProvider<LoginProvider> provider;
    private final SecurityProperties properties;
    private final Blocking blocking;

    SessionController(Accounts accounts, Passwords passwords, LoginAttempts attempts, OwnPassword ownPassword,
            Links links, Sessions sessions, ObjectProvider<LoginProvider> provider,
            SecurityProperties properties, Blocking blocking) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.attempts = attempts;
        this.ownPassword = ownPassword;
        this.links = links;
        this.sessions = sessions;
        this.provider = provider;
        this.properties = properties;
        this.blocking = blocking;
    }

    @Operation(summary = "Read who is logged in")
    @GetMapping("/me")
    Mono<Me> me(Person person) {
        return blocking.call(() -> Me.of(accounts.byId(person.id()).orElseThrow().account(), properties.mode()));
    }

    @Operation(summary = "Log in", description = "Sets the cookie of a session.")
    @PostMapping("/session")
    @Audited("session.login")
    Mono<Me> login(@RequestBody Login login, ServerWebExchange exchange) {
        properties.requirePasswords();
        String name = Fields.text(login.name(), "name", 100);
        String password = Passwords.typed(login.password());
        InetSocketAddress remote = exchange.getRequest().getRemoteAddress();
        String address = remote == null || remote.getAddress() == null ? "" : remote.getAddress().getHostAddress();
        return blocking.call(() -> {
            attempts.count(name, address);
            Accounts.Stored stored = accounts.byName(name).orElse(null);
            Audited.Notes.subject(exchange, stored == null ? name : stored.account().id().toString());
            boolean right = passwords.matches(password, stored == null ? null : stored.password());
            if (stored == null || !right || !stored.account().enabled()) {
                throw Logins.required(properties.mode(), "The name or the password is wrong.");
            }
            attempts.forget(name, address);
            return start(stored.account(), exchange);
        });
    }

    @Operation(summary = "Log out", description = "Where a provider's login can be ended too, the answer tells where.")
    @ApiResponse(responseCode = "200", description = "Logged out; the provider's login lasts until the browser goes there")
    @ApiResponse(responseCode = "204", description = "Logged out", content = @Content)
    @DeleteMapping("/session")
    @Audited("session.logout")
    Mono<ResponseEntity<LoggedOut>> logout(ServerWebExchange exchange) {
        properties.requireLogins();
        String token = Sessions.token(exchange);
        sessions.setCookie(exchange, "");
        Mono<String> idToken = token == null
                ? Mono.empty()
                : blocking.call(() -> sessions.end(token).orElse(null));
        return idToken.flatMap(ended -> Mono.justOrEmpty(provider.getIfAvailable())
                .flatMap(known -> known.logout(ended, exchange)))
                .map(next -> ResponseEntity.ok(new LoggedOut(next)))
                .defaultIfEmpty(ResponseEntity.noContent().build());
    }

    @Operation(summary = "Make the account that an invitation allows", description = "And logs in.")
    @PostMapping("/invitations/{token}")
    @ResponseStatus(HttpStatus.CREATED)
    @Audited("user.create")
    Mono<Me> accept(@PathVariable String token, @RequestBody NewAccount account, ServerWebExchange exchange) {
        properties.requirePasswords();
        String name = name(account.name());
        String shown = account.displayName() == null ? name : Fields.text(account.displayName(), "displayName", 100);
        String password = Passwords.chosen(account.password());
        return blocking.call(() -> {
            links.require(token, false);
            Account made = links.accept(token, name, shown, passwords.encode(password));
            Audited.Notes.subject(exchange, made.id().toString());
            return start(made, exchange);
        });
    }

    @Operation(summary = "Set a new password by a link", description = "Ends all logins and starts a new one.")
    @PostMapping("/password-reset/{token}")
    @Audited("password.reset")
    Mono<Me> reset(@PathVariable String token, @RequestBody NewPassword request, ServerWebExchange exchange) {
        properties.requirePasswords();
        String password = Passwords.chosen(request.password());
        return blocking.call(() -> {
            links.require(token, true);
            Account account = links.setPassword(token, passwords.encode(password));
            Audited.Notes.subject(exchange, account.id().toString());
            if (!account.enabled()) {
                throw Logins.required(properties.mode(), "The account is switched off.");
            }
            return start(account, exchange);
        });
    }

    @Operation(summary = "Change one's password", description = "Ends all other logins.")
    @PutMapping("/me/password")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Audited("password.change")
    Mono<Void> change(Person person, @RequestBody ChangedPassword request, ServerWebExchange exchange) {
        properties.requirePasswords();
        String old = Passwords.typed(request.old());
        String password = Passwords.chosen(request.password());
        String token = Sessions.token(exchange);
        return blocking.run(() -> {
            ownPassword.require(person, old, "old");
            accounts.setPassword(person.id(), passwords.encode(password),
                    token == null ? null : Secrets.digest(token));
        });
    }

    private Me start(Account account, ServerWebExchange exchange) {
        sessions.setCookie(exchange, sessions.create(account.id(), null));
        return Me.of(account, properties.mode());
    }

    static String name(@Nullable String name) {
        String checked = Fields.text(name, "name", 100);
        if (!NAME.matcher(checked).matches() || checked.toLowerCase(Locale.ROOT).equals("local")) {
            throw Fields.invalid("name",
                    "A name has letters, digits and . _ @ + - only, and is not 'local'. Choose another one.");
        }
        return checked;
    }

    record Login(@Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable String name,
            @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable String password) {}

    /** @param next where the browser has to go for the provider to end its login too */
    record LoggedOut(URI next) {}

    record NewAccount(@Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable String name,
            @Nullable String displayName,
            @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable String password) {}

    record NewPassword(@Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable String password) {}

    record ChangedPassword(@Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable String old,
            @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable String password) {}
}
