package io.azulejo.server.security.account;

import java.util.concurrent.Semaphore;

import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.stereotype.Component;

import io.azulejo.server.web.Fields;
import io.azulejo.server.web.Texts;

/** Argon2id with Spring Security's parameters. All methods block for a good part of a second of work. */
@Component
class Passwords {

    private static final int MIN_LENGTH = 12;
    private static final int MAX_LENGTH = 200;

    private final Argon2PasswordEncoder encoder = Argon2PasswordEncoder.defaultsForSpringSecurity_v5_8();
    // Each takes 16 MiB; many at once would take the machine from everybody else.
    private final Semaphore room = new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
    private final String nobodys = encoder.encode("nobody's password");

    String encode(String password) {
        room.acquireUninterruptibly();
        try {
            return String.valueOf(encoder.encode(password));
        } finally {
            room.release();
        }
    }

    /** Takes as long for a name that nobody has. */
    boolean matches(String password, @Nullable String encoded) {
        room.acquireUninterruptibly();
        try {
            return encoder.matches(password, encoded == null ? nobodys : encoded) && encoded != null;
        } finally {
            room.release();
        }
    }

    /** A password that somebody chose. */
    static String chosen(@Nullable String password) {
        String checked = Texts.check(Fields.required(password, "password"), "password");
        if (checked.length() < MIN_LENGTH || checked.length() > MAX_LENGTH) {
            throw Fields.invalid("password", "The password has " + checked.length() + " characters; give it "
                    + MIN_LENGTH + " to " + MAX_LENGTH + ".");
        }
        return checked;
    }

    /** A password that somebody types in to log in. */
    static String typed(@Nullable String password) {
        String checked = Fields.required(password, "password");
        if (checked.length() > MAX_LENGTH) {
            throw Fields.invalid("password", "The password is longer than any can be.");
        }
        return checked;
    }
}
