package io.azulejo.server.conversation;

import java.util.List;
import java.util.UUID;

import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import io.azulejo.server.security.PersonalArchive;
import io.azulejo.server.security.PersonalData;

/** All conversations of a person, those in the bin and temporary ones too. */
@Component
@Order(1) // Before the pictures, which they show.
class OwnedConversations implements PersonalData {

    private static final int AT_A_TIME = 100;
    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private final Bin bin;
    private final ConversationReader reader;
    private final Folders folders;
    private final JdbcClient jdbc;

    OwnedConversations(Bin bin, ConversationReader reader, Folders folders, JdbcClient jdbc) {
        this.bin = bin;
        this.reader = reader;
        this.folders = folders;
        this.jdbc = jdbc;
    }

    @Override
    public void delete(UUID person) {
        for (List<UUID> some = after(person, BEFORE_ALL); !some.isEmpty(); some = after(person, BEFORE_ALL)) {
            bin.deleteAll(some);
        }
    }

    @Override
    public void export(UUID person, PersonalArchive archive) {
        archive.json("folders.json", folders.list(person));
        for (List<UUID> some = after(person, BEFORE_ALL); !some.isEmpty(); some = after(person, some.getLast())) {
            some.forEach(id -> reader.readAny(person, id)
                    .ifPresent(conversation -> archive.json("conversations/" + id + ".json", conversation)));
        }
    }

    private List<UUID> after(UUID person, UUID last) {
        return jdbc.sql("select id from conversation where owner_id = :person and id > :last order by id limit :limit")
                .param("person", person).param("last", last).param("limit", AT_A_TIME)
                .query((row, _) -> row.getObject("id", UUID.class)).list();
    }
}
