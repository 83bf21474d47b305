package io.azulejo.server.share;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

import io.azulejo.server.attachment.Attachments;
import io.azulejo.server.attachment.StoredAttachment;
import io.azulejo.server.conversation.ConversationReader;
import io.azulejo.server.conversation.ConversationView;
import io.azulejo.server.database.DatabaseTime;
import io.azulejo.server.database.TimeOrderedId;
import io.azulejo.server.security.Secrets;
import io.azulejo.server.web.Fields;
import io.azulejo.server.web.ProblemException;

/** Makes, lists, ends and opens links to conversations. All methods block. */
@Service
class Shares {

    /** A link lives no longer than its conversation is there and its owner may log in. */
    private static final String OPEN = """
            s.token_hash = :hash and (s.expires_at is null or s.expires_at > now())
                and c.deleted_at is null and (c.expires_at is null or c.expires_at > now()) and p.enabled
            """;
    private static final String SNAPSHOT = """
            select s.snapshot from share s join conversation c on c.id = s.conversation_id
                join person p on p.id = s.owner_id where
            """ + OPEN;
    private static final String PICTURE = """
            select a.attachment_id from share s join conversation c on c.id = s.conversation_id
                join person p on p.id = s.owner_id join share_attachment a on a.share_id = s.id
            where a.attachment_id = :picture and
            """ + OPEN;

    private final ConversationReader reader;
    private final Attachments attachments;
    private final SharingProperties properties;
    private final JsonMapper json;
    private final JdbcClient jdbc;

    Shares(ConversationReader reader, Attachments attachments, SharingProperties properties, JsonMapper json,
            JdbcClient jdbc) {
        this.reader = reader;
        this.attachments = attachments;
        this.properties = properties;
        this.json = json;
        this.jdbc = jdbc;
    }

    /** Keeps the way to a message as it is now. */
    @Transactional(isolation = Isolation.REPEATABLE_READ)
    public Share.Made create(UUID owner, UUID conversation, ShareRequest request) {
        Instant now = DatabaseTime.now();
        ConversationView shown = Snapshot.of(reader.read(owner, conversation, false), request.message());
        requireAllowed(owner);
        Share share = new Share(TimeOrderedId.next(), conversation, shown.summary().title(), now,
                expiry(request.expiresAt(), now));
        String token = Secrets.next();
        jdbc.sql("""
                insert into share (id, owner_id, conversation_id, token_hash, title, snapshot, created_at, expires_at)
                values (:id, :owner, :conversation, :hash, :title, :snapshot, :created, :expires)
                """).param("id", share.id()).param("owner", owner).param("conversation", conversation)
                .param("hash", Secrets.digest(token)).param("title", share.title())
                .param("snapshot", json.writeValueAsString(shown)).param("created", at(now))
                .param("expires", share.expiresAt() == null ? null : at(share.expiresAt())).update();
        for (UUID picture : Snapshot.pictures(shown)) {
            jdbc.sql("insert into share_attachment (share_id, attachment_id) values (:share, :picture)")
                    .param("share", share.id()).param("picture", picture).update();
        }
        return Share.Made.of(share, token);
    }

    private void requireAllowed(UUID owner) {
        if (!properties.enabled()) {
            throw ProblemException.of(HttpStatus.FORBIDDEN, "sharing-disabled", "Sharing is switched off",
                    "The administrators of this server do not let conversations be shared by links.");
        }
        long has = jdbc.sql("select count(*) from share where owner_id = :owner").param("owner", owner)
                .query(Long.class).single();
        if (has >= properties.maxPerPerson()) {
            throw ProblemException.of(HttpStatus.UNPROCESSABLE_CONTENT, "too-many-shares", "Too many links",
                    "You have " + has + " links; at most " + properties.maxPerPerson() + " are kept. End some with "
                            + "DELETE /api/v1/shares/{id}.");
        }
    }

    private @Nullable Instant expiry(@Nullable Instant asked, Instant now) {
        Instant last = properties.maxAge() == null ? null : now.plus(properties.maxAge());
        if (asked == null) {
            return last;
        }
        if (!asked.isAfter(now)) {
            throw Fields.invalid("expiresAt", "'expiresAt' is not in the future.");
        }
        if (asked.isAfter(last == null ? now.plus(36_500, ChronoUnit.DAYS) : last)) {
            throw Fields.invalid("expiresAt", "'expiresAt' is too late; give a time "
                    + (last == null ? "within a hundred years." : "up to " + last + "."));
        }
        return asked.truncatedTo(ChronoUnit.MICROS);
    }

    /** The newest first. */
    List<Share> list(UUID owner) {
        return jdbc.sql("select * from share where owner_id = :owner order by id desc").param("owner", owner)
                .query((row, _) -> share(row)).list();
    }

    List<Share> list(UUID owner, UUID conversation) {
        return jdbc.sql("""
                select * from share where owner_id = :owner and conversation_id = :conversation order by id desc
                """).param("owner", owner).param("conversation", conversation).query((row, _) -> share(row)).list();
    }

    /** Ends a link, and forgets the pictures that it alone showed. */
    @Transactional
    public void delete(UUID owner, UUID id) {
        if (remove(jdbc.sql("select id from share where id = :id and owner_id = :owner for update").param("id", id)
                .param("owner", owner).query((row, _) -> row.getObject(1, UUID.class)).list()) == 0) {
            throw ProblemException.of(HttpStatus.NOT_FOUND, "unknown-share", "Unknown link",
                    "There is no link '" + id + "'. GET /api/v1/shares lists those that there are.");
        }
    }

    /**
     * Forgets some of those that ended by themselves.
     *
     * @return how many; none where there are no more
     */
    @Transactional
    public int removeExpired() {
        return remove(jdbc.sql("select id from share where expires_at < now() limit 100 for update skip locked")
                .query((row, _) -> row.getObject(1, UUID.class)).list());
    }

    private int remove(List<UUID> ids) {
        if (!ids.isEmpty()) {
            List<UUID> shown = jdbc.sql("select attachment_id from share_attachment where share_id in (:ids)")
                    .param("ids", ids).query((row, _) -> row.getObject(1, UUID.class)).list();
            jdbc.sql("delete from share where id in (:ids)").param("ids", ids).update();
            attachments.removeUnused(shown);
        }
        return ids.size();
    }

    /** What was shared, as JSON. */
    String open(String token) {
        requireEnabled();
        return jdbc.sql(SNAPSHOT).param("hash", Secrets.digest(token)).query(String.class).optional()
                .orElseThrow(Shares::nothingThere);
    }

    /** A picture that what was shared shows. */
    @Transactional(readOnly = true)
    public StoredAttachment picture(String token, UUID id) {
        requireEnabled();
        return jdbc.sql(PICTURE).param("hash", Secrets.digest(token)).param("picture", id)
                .query((row, _) -> row.getObject(1, UUID.class)).optional()
                .map(found -> attachments.find(List.of(found)).get(found)).orElseThrow(Shares::nothingThere);
    }

    private void requireEnabled() {
        if (!properties.enabled()) {
            throw nothingThere();
        }
    }

    private static ProblemException nothingThere() {
        return ProblemException.of(HttpStatus.NOT_FOUND, "unknown-share", "Unknown link",
                "This link leads nowhere: it was ended, or it never was one.");
    }

    private static Share share(ResultSet row) throws SQLException {
        OffsetDateTime expires = row.getObject("expires_at", OffsetDateTime.class);
        return new Share(row.getObject("id", UUID.class), row.getObject("conversation_id", UUID.class),
                row.getString("title"), row.getObject("created_at", OffsetDateTime.class).toInstant(),
                expires == null ? null : expires.toInstant());
    }

    private static OffsetDateTime at(Instant time) {
        return OffsetDateTime.ofInstant(time, ZoneOffset.UTC);
    }
}
