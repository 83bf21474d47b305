package io.azulejo.server.administration;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import io.azulejo.server.model.BackendConfiguration;
import io.azulejo.server.model.BackendSwitches;

/** The backends that administrators added, and which of all backends they want loaded. All methods block. */
@Repository
class BackendStore implements BackendSwitches {

    private static final TypeReference<Map<String, String>> SETTINGS = new TypeReference<>() {};
    private static final TypeReference<Map<String, Map<String, String>>> MODELS = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final JsonMapper json;

    BackendStore(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** In the order in which they were added. */
    List<BackendConfiguration> all() {
        return jdbc.sql("select name, type, settings, models from backend order by created_at, name")
                .query((row, _) -> configuration(row)).list();
    }

    Optional<BackendConfiguration> find(String name) {
        return jdbc.sql("select name, type, settings, models from backend where name = :name").param("name", name)
                .query((row, _) -> configuration(row)).optional();
    }

    /** Adds a backend, or changes the one of this name. */
    @Transactional
    public void save(BackendConfiguration backend) {
        jdbc.sql("""
                insert into backend (name, type, settings, models)
                values (:name, :type, :settings::json, :models::json)
                on conflict (name) do update set type = excluded.type, settings = excluded.settings,
                    models = excluded.models, updated_at = now()
                """).param("name", backend.name()).param("type", backend.type())
                .param("settings", json.writeValueAsString(backend.settings()))
                .param("models", json.writeValueAsString(backend.models())).update();
    }

    /** @return whether there was one */
    @Transactional
    public boolean delete(String name) {
        jdbc.sql("delete from backend_switch where name = :name").param("name", name).update();
        return jdbc.sql("delete from backend where name = :name").param("name", name).update() > 0;
    }

    @Transactional
    public void wantLoaded(String name, boolean loaded) {
        jdbc.sql("""
                insert into backend_switch (name, loaded, changed_at) values (:name, :loaded, clock_timestamp())
                on conflict (name) do update set loaded = excluded.loaded, changed_at = excluded.changed_at
                """).param("name", name).param("loaded", loaded).update();
    }

    /** What administrators want of backends, by name; those that they did not touch are not here. */
    Map<String, Switch> switches() {
        return jdbc.sql("select name, loaded, changed_at from backend_switch")
                .query((row, _) -> Map.entry(row.getString("name"), new Switch(row.getBoolean("loaded"),
                        row.getObject("changed_at", OffsetDateTime.class).toInstant())))
                .list().stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    @Override
    public Set<String> off() {
        return switches().entrySet().stream().filter(entry -> !entry.getValue().loaded()).map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** @param changedAt when it was said last: a backend that failed is tried again when it is said anew */
    record Switch(boolean loaded, Instant changedAt) {}

    private BackendConfiguration configuration(ResultSet row) throws SQLException {
        return new BackendConfiguration(row.getString("name"), row.getString("type"),
                json.readValue(row.getString("settings"), SETTINGS), json.readValue(row.getString("models"), MODELS));
    }
}
