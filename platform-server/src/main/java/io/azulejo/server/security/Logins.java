package io.azulejo.server.security;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

import io.azulejo.server.web.ProblemException;

/** What a request may do: the person's roles, and the scopes of what it was sent with. */
public final class Logins {

    /** Browsers send it of themselves, unlike API keys, so requests with it need a CSRF token. */
    public static final String SESSION_COOKIE = "AZULEJO_SESSION";

    /** Where a browser begins a login at the provider. */
    public static final String PROVIDER = "/login/oidc";

    static final String ADMIN = "ROLE_ADMIN";
    static final String USER = "ROLE_USER";
    /** Changes accounts, passwords and keys; no API key has it. */
    static final String ACCOUNT = "SCOPE_account";

    private Logins() {}

    /** A login of the person themselves, who may do all that their role may. */
    public static Authentication full(Person person, boolean admin) {
        return of(person, admin, List.of(ACCOUNT, scope("read"), scope("chat"), scope("admin")));
    }

    /** @param scopes names of API keys' scopes */
    public static Authentication scoped(Person person, boolean admin, Collection<String> scopes) {
        return of(person, admin, scopes.stream().map(Logins::scope).toList());
    }

    private static Authentication of(Person person, boolean admin, List<String> scopes) {
        List<GrantedAuthority> granted = new ArrayList<>();
        granted.add(new SimpleGrantedAuthority(USER));
        if (admin) {
            granted.add(new SimpleGrantedAuthority(ADMIN));
        }
        scopes.forEach(scope -> granted.add(new SimpleGrantedAuthority(scope)));
        return UsernamePasswordAuthenticationToken.authenticated(person, null, granted);
    }

    /** Whether it may see and do what only administrators may. */
    public static boolean administers(Authentication login) {
        List<String> granted = login.getAuthorities().stream().map(GrantedAuthority::getAuthority).toList();
        return granted.contains(ADMIN) && granted.contains(scope("admin"));
    }

    static String scope(String name) {
        return "SCOPE_" + name;
    }

    /** @param mode how people log in here */
    public static ProblemException required(SecurityMode mode, String detail) {
        ProblemException problem = ProblemException.of(HttpStatus.UNAUTHORIZED, "login-required", "Login required",
                detail);
        problem.getBody().setProperty("mode", mode.wireName());
        if (mode == SecurityMode.OIDC) {
            problem.getBody().setProperty("login", PROVIDER);
        }
        return problem;
    }
}
