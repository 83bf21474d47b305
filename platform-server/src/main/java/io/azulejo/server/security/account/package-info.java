/** People with accounts: their passwords, logins and links. */
@NullMarked
package io.azulejo.server.security.account;

import org.jspecify.annotations.NullMarked;
