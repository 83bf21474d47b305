package io.azulejo.server.attachment;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.springframework.dao.EmptyResultDataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Keeps the bytes, once for each digest, in the transaction that needs them. */
@Repository
class AttachmentStore {

    private final JdbcClient jdbc;

    AttachmentStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void put(String digest, Picture picture) {
        // The update locks a row that is there already, so that nobody removes it before this transaction ends.
        jdbc.sql("""
                insert into attachment_content (digest, media_type, size, width, height, content)
                values (:digest, :mediaType, :size, :width, :height, :content)
                on conflict (digest) do update set digest = excluded.digest
                """).param("digest", digest).param("mediaType", picture.mediaType())
                .param("size", picture.data().length).param("width", picture.width())
                .param("height", picture.height()).param("content", picture.data()).update();
    }

    byte[] get(String digest) {
        return find(digest).orElseThrow(() -> new EmptyResultDataAccessException(1));
    }

    Optional<byte[]> find(String digest) {
        return jdbc.sql("select content from attachment_content where digest = :digest").param("digest", digest)
                .query(byte[].class).optional();
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
