package io.azulejo.server.attachment;

import java.util.UUID;

import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import io.azulejo.server.attachment.content.ContentProperties;
import io.azulejo.server.web.ProblemException;

/** Bounds what one person and all together may store. Who stores at the same moment may go over it by a picture. */
@Component
class StorageLimits {

    private final ContentProperties properties;
    private final JdbcClient jdbc;

    StorageLimits(ContentProperties properties, JdbcClient jdbc) {
        this.properties = properties;
        this.jdbc = jdbc;
    }

    /** @throws ProblemException 422 where there is no room for it */
    void check(UUID owner, String digest, Picture picture) {
        if (properties.maxPerPerson() != null) {
            long has = jdbc.sql("""
                    select coalesce(sum(c.size), 0) from attachment_content c where c.digest in
                        (select a.digest from attachment a where a.owner_id = :owner and a.digest <> :digest)
                    """).param("owner", owner).param("digest", digest).query(Long.class).single();
            require(has + picture.data().length <= properties.maxPerPerson().toBytes(),
                    "Your pictures would take more than " + properties.maxPerPerson().toBytes()
                            + " bytes. Delete conversations that you need no longer, also from the bin.");
        }
        if (properties.maxTotal() != null) {
            long has = jdbc.sql("select coalesce(sum(size), 0) from attachment_content where digest <> :digest")
                    .param("digest", digest).query(Long.class).single();
            require(has + picture.data().length <= properties.maxTotal().toBytes(),
                    "This server has no more room for pictures. Its administrators can raise "
                            + "azulejo.attachments.max-total.");
        }
    }

    private static void require(boolean fits, String detail) {
        if (!fits) {
            throw ProblemException.of(HttpStatus.UNPROCESSABLE_CONTENT, "storage-full", "No room for the picture",
                    detail).withParameter("file");
        }
    }
}
