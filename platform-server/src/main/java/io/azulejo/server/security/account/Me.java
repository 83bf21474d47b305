package io.azulejo.server.security.account;

import java.util.List;
import java.util.UUID;

import io.azulejo.server.security.SecurityMode;

/**
 * Who is logged in.
 *
 * @param mode how people log in here: local (not at all), accounts, or oidc
 */
record Me(UUID id, String name, String displayName, String mode, List<AccountRole> roles) {

    static Me of(Account account, SecurityMode mode) {
        List<AccountRole> roles = account.role() == AccountRole.admin
                ? List.of(AccountRole.user, AccountRole.admin)
                : List.of(AccountRole.user);
        return new Me(account.id(), account.name(), account.displayName(), mode.wireName(), roles);
    }
}
