package io.azulejo.server.security.apikey;

/** What a key may do. Named as on the wire and in the database. */
enum KeyScope {

    /** Read what the person has. */
    read,

    /** Ask, and change what the person has; reads too. */
    chat,

    /** Administer, where the person is an administrator. */
    admin
}
