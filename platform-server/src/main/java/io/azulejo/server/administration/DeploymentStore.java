package io.azulejo.server.administration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

import io.azulejo.server.model.DeploymentConfiguration;

/** The deployments that administrators added. All methods block. */
@Repository
class DeploymentStore {

    private final JdbcClient jdbc;

    DeploymentStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param model the model that it serves */
    record Stored(UUID id, String model, DeploymentConfiguration configuration) {}

    /** In the order in which they were added. */
    List<Stored> all() {
        return jdbc.sql("select * from deployment order by created_at, id").query((row, _) -> new Stored(
                row.getObject("id", UUID.class), row.getString("model"), new DeploymentConfiguration(
                        row.getString("backend"), row.getString("backend_model"), row.getInt("weight"),
                        row.getInt("priority"), row.getObject("pictures", Boolean.class),
                        row.getObject("min_prompt_tokens", Integer.class),
                        row.getObject("max_prompt_tokens", Integer.class),
                        new TreeSet<>(List.of((String[]) row.getArray("for_groups").getArray())))))
                .list();
    }

    /** The same, by the model that they serve. */
    Map<String, List<DeploymentConfiguration>> byModel() {
        Map<String, List<DeploymentConfiguration>> byModel = new LinkedHashMap<>();
        all().forEach(stored -> byModel.computeIfAbsent(stored.model(), _ -> new ArrayList<>())
                .add(stored.configuration()));
        return byModel;
    }

    /** Adds a deployment, or changes the one of this id. */
    @Transactional
    public void save(UUID id, String model, DeploymentConfiguration deployment) {
        jdbc.sql("""
                insert into deployment (id, model, backend, backend_model, weight, priority, pictures,
                    min_prompt_tokens, max_prompt_tokens, for_groups)
                values (:id, :model, :backend, :backendModel, :weight, :priority, :pictures, :fewest, :most, :groups)
                on conflict (id) do update set model = excluded.model, backend = excluded.backend,
                    backend_model = excluded.backend_model, weight = excluded.weight, priority = excluded.priority,
                    pictures = excluded.pictures, min_prompt_tokens = excluded.min_prompt_tokens,
                    max_prompt_tokens = excluded.max_prompt_tokens, for_groups = excluded.for_groups
                """).param("id", id).param("model", model).param("backend", deployment.backend())
                .param("backendModel", orSame(deployment.model(), model)).param("weight", deployment.weight())
                .param("priority", deployment.priority()).param("pictures", deployment.pictures())
                .param("fewest", deployment.minPromptTokens()).param("most", deployment.maxPromptTokens())
                .param("groups", deployment.groups().toArray(String[]::new)).update();
    }

    /** @return whether there was one */
    @Transactional
    public boolean delete(UUID id) {
        return jdbc.sql("delete from deployment where id = :id").param("id", id).update() > 0;
    }

    private static String orSame(@Nullable String backendModel, String model) {
        return backendModel == null ? model : backendModel;
    }
}
