package io.azulejo.server.attachment;

import java.util.List;
import java.util.UUID;

import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import io.azulejo.server.security.PersonalArchive;
import io.azulejo.server.security.PersonalData;

/** All pictures of a person. What somebody else has too stays as theirs. */
@Component
@Order(2)
class OwnedAttachments implements PersonalData {

    private static final int AT_A_TIME = 100;
    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private final Attachments attachments;
    private final JdbcClient jdbc;

    OwnedAttachments(Attachments attachments, JdbcClient jdbc) {
        this.attachments = attachments;
        this.jdbc = jdbc;
    }

    @Override
    public void delete(UUID person) {
        for (List<UUID> some = after(person, BEFORE_ALL); !some.isEmpty(); some = after(person, some.getLast())) {
            attachments.removeUnused(some);
        }
    }

    @Override
    public void export(UUID person, PersonalArchive archive) {
        for (List<UUID> some = after(person, BEFORE_ALL); !some.isEmpty(); some = after(person, some.getLast())) {
            attachments.find(some).values().forEach(picture -> archive.file("pictures/" + picture.id() + "."
                    + picture.mediaType().substring(picture.mediaType().indexOf('/') + 1),
                    attachments.content(picture.digest())));
        }
    }

    private List<UUID> after(UUID person, UUID last) {
        return jdbc.sql("select id from attachment where owner_id = :person and id > :last order by id limit :limit")
                .param("person", person).param("last", last).param("limit", AT_A_TIME)
                .query((row, _) -> row.getObject("id", UUID.class)).list();
    }
}
