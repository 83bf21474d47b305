package io.azulejo.server.attachment;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Finds and removes what nothing shows. */
@Repository
class AttachmentStore {

    private final JdbcClient jdbc;

    AttachmentStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Uploads from before a time that neither a message nor a link shows. */
    List<UUID> unusedSince(Instant time) {
        return jdbc.sql("""
                select a.id from attachment a where a.created_at < :time
                    and not exists (select 1 from message_part p where p.attachment_id = a.id)
                    and not exists (select 1 from share_attachment s where s.attachment_id = a.id)
                """).param("time", OffsetDateTime.ofInstant(time, ZoneOffset.UTC))
                .query((row, _) -> UUID.fromString(row.getString("id"))).list();
    }

    /** Removes those of the uploads that neither a message nor a link shows, and contents that no upload names any more. */
    void removeUnused(List<UUID> attachments) {
        if (attachments.isEmpty()) {
            return;
        }
        jdbc.sql("""
                with removed as (
                    delete from attachment a where a.id in (:ids)
                        and not exists (select 1 from message_part p where p.attachment_id = a.id)
                        and not exists (select 1 from share_attachment s where s.attachment_id = a.id)
                    returning a.id, a.digest)
                delete from attachment_content c where c.digest in (select digest from removed)
                    and not exists (select 1 from attachment a where a.digest = c.digest
                        and a.id not in (select id from removed))
                """).param("ids", attachments).update();
    }
}
