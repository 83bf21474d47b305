package io.azulejo.server.conversation;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.function.IntSupplier;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import io.azulejo.server.database.TimeOrderedId;
import io.azulejo.server.web.ProblemException;

/** Everybody's own folders. All methods block. */
@Repository
class Folders {

    private final JdbcClient jdbc;

    Folders(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<Folder> list(UUID owner) {
        return jdbc.sql("select id, name from folder where owner_id = :owner order by name, id").param("owner", owner)
                .query((row, _) -> folder(row)).list();
    }

    /** @throws ProblemException 404 where the owner has none of this id */
    Folder require(UUID owner, UUID id) {
        return jdbc.sql("select id, name from folder where owner_id = :owner and id = :id").param("owner", owner)
                .param("id", id).query((row, _) -> folder(row)).optional().orElseThrow(() -> unknown(id));
    }

    /** @throws ProblemException 409 where the owner has one of this name */
    Folder create(UUID owner, String name) {
        UUID id = TimeOrderedId.next();
        unique(name,
                () -> jdbc.sql("insert into folder (id, owner_id, name, created_at) values (:id, :owner, :name, now())")
                        .param("id", id).param("owner", owner).param("name", name).update());
        return new Folder(id, name);
    }

    /** The owner's folder of this name, made where there is none. */
    Folder named(UUID owner, String name) {
        jdbc.sql("""
                insert into folder (id, owner_id, name, created_at) values (:id, :owner, :name, now())
                on conflict (owner_id, name) do nothing
                """).param("id", TimeOrderedId.next()).param("owner", owner).param("name", name).update();
        return jdbc.sql("select id, name from folder where owner_id = :owner and name = :name").param("owner", owner)
                .param("name", name).query((row, _) -> folder(row)).single();
    }

    Folder rename(UUID owner, UUID id, String name) {
        int changed = unique(name, () -> jdbc.sql("update folder set name = :name where owner_id = :owner and id = :id")
                .param("id", id).param("owner", owner).param("name", name).update());
        if (changed == 0) {
            throw unknown(id);
        }
        return new Folder(id, name);
    }

    /** Its conversations stay, in no folder. */
    void delete(UUID owner, UUID id) {
        if (jdbc.sql("delete from folder where owner_id = :owner and id = :id").param("owner", owner).param("id", id)
                .update() == 0) {
            throw unknown(id);
        }
    }

    private static Folder folder(ResultSet row) throws SQLException {
        return new Folder(row.getObject("id", UUID.class), row.getString("name"));
    }

    private static int unique(String name, IntSupplier update) {
        try {
            return update.getAsInt();
        } catch (DuplicateKeyException _) {
            throw ProblemException.of(HttpStatus.CONFLICT, "name-taken", "The name is taken",
                    "There is a folder '" + name + "'. Give another name.").withParameter("name");
        }
    }

    private static ProblemException unknown(UUID id) {
        return ProblemException.of(HttpStatus.NOT_FOUND, "unknown-folder", "Unknown folder",
                "There is no folder '" + id + "'. GET /api/v1/folders lists those that there are.")
                .withParameter("folder");
    }
}
