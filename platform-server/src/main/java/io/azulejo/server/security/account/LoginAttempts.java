package io.azulejo.server.security.account;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import io.azulejo.server.web.ProblemException;

/**
 * Counts tries of passwords, on all instances together, before a password is looked at. Few are allowed for a name from
 * one address, more from one address, and many for a name: else anybody could lock anybody out.
 */
@Repository
class LoginAttempts {

    private static final Duration WINDOW = Duration.ofMinutes(15);

    private final JdbcClient jdbc;

    LoginAttempts(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    private record Limit(String key, int most) {}

    /** @throws ProblemException 429 where there were too many */
    void count(String name, String address) {
        String lower = name.toLowerCase(Locale.ROOT);
        for (Limit limit : List.of(new Limit(both(lower, address), 5), new Limit("address " + address, 50),
                new Limit("name " + lower, 200))) {
            long wait = jdbc.sql("""
                    insert into login_attempt (key, since, count) values (:key, now(), 1)
                    on conflict (key) do update set
                      since = case when login_attempt.since < now() - make_interval(secs => :window) then now()
                              else login_attempt.since end,
                      count = case when login_attempt.since < now() - make_interval(secs => :window) then 1
                              else least(login_attempt.count, 1000000) + 1 end
                    returning case when count <= :most then 0
                              else greatest(1, ceil(extract(epoch from since - now()) + :window)) end""")
                    .param("key", limit.key()).param("window", (double) WINDOW.toSeconds())
                    .param("most", limit.most()).query(Long.class).single();
            if (wait > 0) {
                ProblemException problem = ProblemException.of(HttpStatus.TOO_MANY_REQUESTS, "too-many-logins",
                        "Too many logins", "The password was tried too often. Try again in " + wait + " s.");
                problem.getBody().setProperty("retryAfterSeconds", wait);
                throw problem;
            }
        }
    }

    /** The password was right. */
    void forget(String name, String address) {
        jdbc.sql("delete from login_attempt where key = :key")
                .param("key", both(name.toLowerCase(Locale.ROOT), address)).update();
        jdbc.sql("delete from login_attempt where since < now() - interval '1 day'").update();
    }

    private static String both(String lower, String address) {
        return "name " + lower + " address " + address;
    }
}
