package io.azulejo.server.preset;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

import io.azulejo.server.database.TimeOrderedId;
import io.azulejo.server.generation.ParameterReader;
import io.azulejo.server.security.PersonalArchive;
import io.azulejo.server.security.PersonalData;
import io.azulejo.server.web.ProblemException;

/** Everybody's own presets. All methods block. */
@Repository
public class Presets implements PersonalData {

    private final ParameterReader parameters;
    private final JdbcClient jdbc;

    Presets(ParameterReader parameters, JdbcClient jdbc) {
        this.parameters = parameters;
        this.jdbc = jdbc;
    }

    /** By name. */
    public List<Preset> list(UUID owner) {
        return jdbc.sql("select id, name, system, model, options from preset where owner_id = :owner order by name, id")
                .param("owner", owner).query((row, _) -> preset(row)).list();
    }

    Preset create(UUID owner, PresetRequest request) {
        Preset made = made(request);
        write("""
                insert into preset (id, owner_id, name, system, model, options, created_at)
                values (:id, :owner, :name, :system, :model, :options, now())
                """, owner, made);
        return made;
    }

    private Preset made(PresetRequest request) {
        return new Preset(TimeOrderedId.next(), request.checkedName(), request.systemOr(null), request.modelOr(null),
                parameters.normalize(request.options()));
    }

    /**
     * A preset of a file under a new id, not kept yet.
     *
     * @throws ProblemException where it is not one that could be made here
     */
    public Preset check(@Nullable String name, @Nullable String system, @Nullable String model,
            @Nullable JsonNode options) {
        return made(new PresetRequest(name, text(system), text(model), options));
    }

    private static @Nullable JsonNode text(@Nullable String text) {
        return text == null ? null : JsonNodeFactory.instance.stringNode(text);
    }

    /** Keeps a preset, unless the owner has one of its name, which stays as it is. */
    public void addMissing(UUID owner, Preset preset) {
        jdbc.sql("""
                insert into preset (id, owner_id, name, system, model, options, created_at)
                values (:id, :owner, :name, :system, :model, :options, now()) on conflict (owner_id, name) do nothing
                """).param("id", preset.id()).param("owner", owner).param("name", preset.name())
                .param("system", preset.system()).param("model", preset.model()).param("options", preset.options())
                .update();
    }

    @Transactional
    public Preset change(UUID owner, UUID id, PresetRequest request) {
        Preset before = jdbc
                .sql("select id, name, system, model, options from preset where owner_id = :owner and id = :id for update")
                .param("owner", owner).param("id", id).query((row, _) -> preset(row)).optional()
                .orElseThrow(() -> unknown(id));
        Preset after = new Preset(id, request.name() == null ? before.name() : request.checkedName(),
                request.systemOr(before.system()), request.modelOr(before.model()),
                request.options() == null ? before.options() : parameters.normalize(request.options()));
        write("""
                update preset set name = :name, system = :system, model = :model, options = :options
                where owner_id = :owner and id = :id
                """, owner, after);
        return after;
    }

    void delete(UUID owner, UUID id) {
        if (jdbc.sql("delete from preset where owner_id = :owner and id = :id").param("owner", owner).param("id", id)
                .update() == 0) {
            throw unknown(id);
        }
    }

    @Override
    public void export(UUID person, PersonalArchive archive) {
        archive.json("presets.json", list(person));
    }

    private void write(String sql, UUID owner, Preset preset) {
        try {
            jdbc.sql(sql).param("id", preset.id()).param("owner", owner).param("name", preset.name())
                    .param("system", preset.system()).param("model", preset.model())
                    .param("options", preset.options()).update();
        } catch (DuplicateKeyException _) {
            throw ProblemException.of(HttpStatus.CONFLICT, "name-taken", "The name is taken",
                    "There is a preset '" + preset.name() + "'. Give another name.").withParameter("name");
        }
    }

    private static Preset preset(ResultSet row) throws SQLException {
        return new Preset(row.getObject("id", UUID.class), row.getString("name"), row.getString("system"),
                row.getString("model"), row.getString("options"));
    }

    private static ProblemException unknown(UUID id) {
        return ProblemException.of(HttpStatus.NOT_FOUND, "unknown-preset", "Unknown preset",
                "There is no preset '" + id + "'. GET /api/v1/presets lists those that there are.");
    }
}
