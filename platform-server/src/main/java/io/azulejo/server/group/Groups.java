package io.azulejo.server.group;

import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

import io.azulejo.server.security.Memberships;
import io.azulejo.server.web.ProblemException;
import io.azulejo.server.web.Texts;

/** The groups and who is in them. All methods block. */
@Repository
class Groups implements Memberships {

    private static final String SELECT = "select name, description, created_at, (select count(*) from user_group_member "
            + "where group_name = name) as members from user_group ";

    private final JdbcClient jdbc;

    Groups(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    record Member(UUID id, String name, String displayName) {}

    List<Group> list(@Nullable String after, int limit) {
        return query(jdbc.sql(SELECT + "where cast(:after as text) is null or name > :after order by name limit :limit")
                .param("after", after).param("limit", limit));
    }

    /** @throws ProblemException 404 where there is none of this name */
    Group require(String name) {
        Texts.check(name, "name");
        return query(jdbc.sql(SELECT + "where name = :name").param("name", name)).stream().findFirst()
                .orElseThrow(() -> unknown(name));
    }

    private static List<Group> query(JdbcClient.StatementSpec statement) {
        return statement.query((row, _) -> new Group(row.getString("name"), row.getString("description"),
                row.getLong("members"), row.getObject("created_at", OffsetDateTime.class).toInstant())).list();
    }

    /** @throws ProblemException 409 where there is one of this name */
    Group create(String name, String description) {
        try {
            jdbc.sql("insert into user_group (name, description) values (:name, :description)").param("name", name)
                    .param("description", description).update();
        } catch (DuplicateKeyException _) {
            throw ProblemException.of(HttpStatus.CONFLICT, "group-exists", "The group exists",
                    "There is a group '" + name + "' already. Give another name.").withParameter("name");
        }
        return require(name);
    }

    Group describe(String name, String description) {
        Texts.check(name, "name");
        jdbc.sql("update user_group set description = :description where name = :name")
                .param("description", description).param("name", name).update();
        return require(name);
    }

    void delete(String name) {
        Texts.check(name, "name");
        if (jdbc.sql("delete from user_group where name = :name").param("name", name).update() == 0) {
            throw unknown(name);
        }
    }

    List<Member> members(String name, @Nullable UUID after, int limit) {
        require(name);
        return jdbc.sql("select id, person.name, display_name from user_group_member join person on id = person_id "
                + "where group_name = :name and (cast(:after as uuid) is null or id > :after) order by id limit :limit")
                .param("name", name).param("after", after).param("limit", limit)
                .query((row, _) -> new Member(row.getObject("id", UUID.class), row.getString("name"),
                        row.getString("display_name")))
                .list();
    }

    /** Somebody who is in it already stays in it. */
    @Transactional
    public void add(String name, UUID person) {
        require(name);
        int known = jdbc.sql("select count(*) from person where id = :person").param("person", person)
                .query(Integer.class).single();
        if (known == 0) {
            throw unknownUser(person);
        }
        jdbc.sql("insert into user_group_member (group_name, person_id) values (:name, :person) on conflict do nothing")
                .param("name", name).param("person", person).update();
    }

    void remove(String name, UUID person) {
        require(name);
        jdbc.sql("delete from user_group_member where group_name = :name and person_id = :person").param("name", name)
                .param("person", person).update();
    }

    @Override
    @Transactional
    public void set(UUID person, Collection<String> groups) {
        String[] names = groups.stream().filter(name -> name.indexOf('\0') < 0).toArray(String[]::new);
        jdbc.sql("delete from user_group_member where person_id = :person and group_name <> all(:names)")
                .param("person", person).param("names", names).update();
        jdbc.sql("insert into user_group_member (group_name, person_id) select name, :person from user_group "
                + "where name = any(:names) on conflict do nothing").param("person", person).param("names", names)
                .update();
    }

    /** The names of the groups that somebody is in. */
    Set<String> of(UUID person) {
        return jdbc.sql("select group_name from user_group_member where person_id = :person").param("person", person)
                .query((row, _) -> row.getString("group_name")).set();
    }

    static ProblemException unknown(String name) {
        return ProblemException.of(HttpStatus.NOT_FOUND, "unknown-group", "Unknown group",
                "There is no group '" + name + "'. GET /api/v1/admin/groups lists those that there are.");
    }

    static ProblemException unknownUser(UUID id) {
        return ProblemException.of(HttpStatus.NOT_FOUND, "unknown-user", "Unknown user",
                "There is no user '" + id + "'.");
    }
}
