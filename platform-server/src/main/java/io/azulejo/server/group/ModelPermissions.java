package io.azulejo.server.group;

import java.util.List;
import java.util.Set;
import java.util.UUID;

import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

import io.azulejo.server.model.ModelCatalog;
import io.azulejo.server.model.PermittedModels;
import io.azulejo.server.security.Person;
import io.azulejo.server.web.ProblemException;

/** Which models are for whom: for everybody where nothing is said of one. All methods block. */
@Repository
class ModelPermissions {

    private final JdbcClient jdbc;
    private final Groups groups;
    private final ModelCatalog catalog;

    ModelPermissions(JdbcClient jdbc, Groups groups, ModelCatalog catalog) {
        this.jdbc = jdbc;
        this.groups = groups;
        this.catalog = catalog;
    }

    /** The models that somebody may use. Administrators may use all. */
    PermittedModels of(Person person) {
        if (person.isLocal()) {
            return new PermittedModels(catalog, _ -> true, Set.of());
        }
        Set<String> closed = person.administrator() ? Set.of() : closedTo(person.id());
        return new PermittedModels(catalog, model -> !closed.contains(model), groups.of(person.id()));
    }

    private Set<String> closedTo(UUID person) {
        return jdbc.sql("""
                select model from restricted_model r where
                    not exists (select from model_user u where u.model = r.model and u.person_id = :person)
                    and not exists (select from model_group g join user_group_member m using (group_name)
                        where g.model = r.model and m.person_id = :person)""").param("person", person)
                .query((row, _) -> row.getString("model")).set();
    }

    /** Of models that are not for everybody. */
    List<ModelPermission> list() {
        return jdbc.sql("""
                select model, array(select group_name from model_group g where g.model = r.model order by 1) as groups,
                    array(select person_id from model_user u where u.model = r.model order by 1) as users
                from restricted_model r order by model""")
                .query((row, _) -> new ModelPermission(row.getString("model"),
                        List.of((String[]) row.getArray("groups").getArray()),
                        List.of((UUID[]) row.getArray("users").getArray())))
                .list();
    }

    /** Makes a model one for these alone. */
    @Transactional
    public ModelPermission restrict(ModelPermission permission) {
        permission.groups().forEach(groups::require);
        String model = permission.model();
        jdbc.sql("insert into restricted_model (model) values (:model) on conflict do nothing").param("model", model)
                .update();
        jdbc.sql("select from restricted_model where model = :model for update").param("model", model).query()
                .listOfRows();
        jdbc.sql("delete from model_group where model = :model").param("model", model).update();
        jdbc.sql("delete from model_user where model = :model").param("model", model).update();
        permission.groups().forEach(group -> jdbc.sql("insert into model_group (model, group_name) "
                + "values (:model, :group)").param("model", model).param("group", group).update());
        permission.users().forEach(user -> {
            if (jdbc.sql("insert into model_user (model, person_id) select :model, id from person where id = :user")
                    .param("model", model).param("user", user).update() == 0) {
                throw Groups.unknownUser(user);
            }
        });
        return permission;
    }

    /** Makes a model one for everybody. */
    void open(String model) {
        if (jdbc.sql("delete from restricted_model where model = :model").param("model", model).update() == 0) {
            throw ProblemException.of(HttpStatus.NOT_FOUND, "unrestricted-model", "The model is not restricted",
                    "The model '" + model + "' is for everybody already.").withParameter("model");
        }
    }
}
