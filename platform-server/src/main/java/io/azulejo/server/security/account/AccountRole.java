package io.azulejo.server.security.account;

/** What a person may do. Named as on the wire and in the database. */
enum AccountRole {
    user, admin
}
