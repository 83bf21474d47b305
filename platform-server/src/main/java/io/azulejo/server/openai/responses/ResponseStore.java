package io.azulejo.server.openai.responses;

import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.content.Media;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.MimeTypeUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import io.azulejo.server.generation.EventWriter;
import io.azulejo.server.generation.GenerationProperties;
import io.azulejo.server.generation.Instance;
import io.azulejo.server.openai.OpenAiJson;
import io.azulejo.server.security.PersonalArchive;
import io.azulejo.server.security.PersonalData;

/**
 * The responses that are kept. Events are written by the instance that makes a response and by no other, in statements
 * that are conditional on that, and shown when they are committed. All methods block.
 */
@Repository
class ResponseStore implements PersonalData, EventWriter.Log<List<ResponseEvent>> {

    private static final String PICTURE = "stored:";

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Instance instance;
    private final EventWriter writer;
    private final double timeout;

    ResponseStore(JdbcClient jdbc, TransactionTemplate transaction, Instance instance, EventWriter writer,
            GenerationProperties properties) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.instance = instance;
        this.writer = writer;
        this.timeout = properties.instanceTimeout().toMillis() / 1000.0;
    }

    /** @param body as clients read it */
    record Row(UUID id, @Nullable UUID previous, String status, String input, String body) {

        ResponseObject response() {
            return OpenAiJson.readOwn(body, ResponseObject.class);
        }
    }

    void create(UUID owner, ResponseCall call, List<ResponseEvent> events) {
        JsonNode input = call.input().deepCopy();
        List<String> pictures = new ArrayList<>();
        takePictures(input, pictures);
        transaction.executeWithoutResult(_ -> {
            jdbc.sql("""
                    insert into response (id, owner_id, previous_id, status, input, body, instance)
                    values (:id, :owner, :previous, :status, :input, :body, :instance)
                    """).param("id", call.id()).param("owner", owner).param("previous", call.previous())
                    .param("status", call.response().status()).param("input", input.toString())
                    .param("body", OpenAiJson.text(call.response())).param("instance", instance.id()).update();
            for (int i = 0; i < pictures.size(); i++) {
                String url = pictures.get(i);
                int comma = url.indexOf(',');
                jdbc.sql("""
                        insert into response_picture (response_id, position, media_type, content)
                        values (:id, :position, :type, :content)
                        """).param("id", call.id()).param("position", i)
                        .param("type", url.substring(5, comma).replace(";base64", ""))
                        .param("content", Base64.getMimeDecoder().decode(url.substring(comma + 1))).update();
            }
            insert(call.id(), events);
        });
    }

    /** Pictures are bytes of their own, and not text within text. */
    private static void takePictures(JsonNode node, List<String> pictures) {
        if (node instanceof ObjectNode object && object.path("image_url").isString()) {
            pictures.add(object.path("image_url").stringValue());
            object.put("image_url", PICTURE + (pictures.size() - 1));
        } else {
            node.values().forEach(child -> takePictures(child, pictures));
        }
    }

    /** Reads back what {@link #create} stored. */
    InputItems.Pictures pictures(UUID id) {
        Map<String, Media> pictures = new HashMap<>();
        jdbc.sql("select position, media_type, content from response_picture where response_id = :id").param("id", id)
                .query((row, _) -> pictures.put(PICTURE + row.getInt("position"), Media.builder()
                        .mimeType(MimeTypeUtils.parseMimeType(row.getString("media_type")))
                        .data(row.getBytes("content")).build()))
                .list();
        return pictures::get;
    }

    Optional<Row> find(UUID owner, UUID id) {
        return jdbc
                .sql("select id, previous_id, status, input, body from response where id = :id and owner_id = :owner")
                .param("id", id).param("owner", owner)
                .query((row, _) -> new Row(row.getObject("id", UUID.class), row.getObject("previous_id", UUID.class),
                        row.getString("status"), row.getString("input"), row.getString("body")))
                .optional();
    }

    /** @throws io.azulejo.server.openai.OpenAiException 404 where there is none, or not this owner's */
    Row require(UUID owner, UUID id) {
        return find(owner, id).orElseThrow(() -> ResponseId.unknown(ResponseId.of(id)));
    }

    @Override
    public void export(UUID person, PersonalArchive archive) {
        jdbc.sql("select id from response where owner_id = :person order by id").param("person", person)
                .query((row, _) -> row.getObject("id", UUID.class)).list()
                .forEach(id -> find(person, id).ifPresent(row -> export(row, archive)));
    }

    private void export(Row row, PersonalArchive archive) {
        String folder = "responses/" + ResponseId.of(row.id());
        archive.json(folder + "/input.json", JsonMapper.shared().readTree(row.input()));
        archive.json(folder + "/response.json", JsonMapper.shared().readTree(row.body()));
        jdbc.sql("select position, media_type, content from response_picture where response_id = :id")
                .param("id", row.id())
                .query((picture, _) -> new Stored(picture.getInt("position"), picture.getString("media_type"),
                        picture.getBytes("content")))
                .list()
                .forEach(picture -> archive.file(folder + "/" + picture.position() + "."
                        + picture.mediaType().substring(picture.mediaType().indexOf('/') + 1), picture.content()));
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record Stored(int position, String mediaType, byte[] content) {}

    boolean delete(UUID owner, UUID id) {
        return jdbc.sql("delete from response where id = :id and owner_id = :owner").param("id", id)
                .param("owner", owner).update() > 0;
    }

    /**
     * Appends pieces of a response, in one transaction with those of other answers.
     *
     * @return whether the response is still this instance's to make
     */
    boolean append(UUID id, List<ResponseEvent> events) {
        return writer.append(this, id, events);
    }

    @Override
    public Set<UUID> appendAll(List<EventWriter.Entry<List<ResponseEvent>>> entries) {
        return append(entries, "for share skip locked");
    }

    @Override
    public boolean append(EventWriter.Entry<List<ResponseEvent>> entry) {
        return !append(List.of(entry), "for share").isEmpty();
    }

    private Set<UUID> append(List<EventWriter.Entry<List<ResponseEvent>>> entries, String holding) {
        List<String> ids = new ArrayList<>();
        List<String> numbers = new ArrayList<>();
        List<String> payloads = new ArrayList<>();
        entries.forEach(entry -> entry.event().forEach(event -> {
            ids.add(entry.answer().toString());
            numbers.add(Integer.toString(event.seq()));
            payloads.add(event.payload());
        }));
        return Set.copyOf(jdbc.sql("""
                with incoming as (
                    select * from unnest(?::uuid[], ?::int[], ?::text[]) as entry (response_id, seq, payload)),
                held as (
                    select id from response
                    where id in (select response_id from incoming) and instance = ?
                        and status in ('queued', 'in_progress') %s),
                appended as (
                    insert into response_event (response_id, seq, payload)
                    select response_id, seq, payload from incoming join held on held.id = response_id
                    on conflict (response_id, seq) do nothing)
                select id from held
                """.formatted(holding)).param(ids.toArray(String[]::new)).param(numbers.toArray(String[]::new))
                .param(payloads.toArray(String[]::new)).param(instance.id()).query(UUID.class).list());
    }

    /**
     * Appends events together with a change of what clients read, if the response is still this instance's to make.
     *
     * @return whether it is
     */
    boolean change(UUID id, List<ResponseEvent> events, ResponseObject response) {
        return Boolean.TRUE.equals(transaction.execute(_ -> {
            boolean mine = jdbc.sql("""
                    update response set status = :status, body = :body,
                        ended_at = case when :ended then clock_timestamp() end
                    where id = :id and instance = :instance and status in ('queued', 'in_progress')
                    """).param("status", response.status()).param("body", OpenAiJson.text(response))
                    .param("ended", response.hasEnded()).param("id", id).param("instance", instance.id())
                    .update() == 1;
            if (mine) {
                insert(id, events);
            }
            return mine;
        }));
    }

    private void insert(UUID id, List<ResponseEvent> events) {
        for (ResponseEvent event : events) {
            jdbc.sql("""
                    insert into response_event (response_id, seq, payload) values (:id, :seq, :payload)
                    on conflict (response_id, seq) do nothing
                    """)
                    .param("id", id).param("seq", event.seq()).param("payload", event.payload()).update();
        }
    }

    List<ResponseEvent> events(UUID id, int after, int limit) {
        return jdbc.sql("""
                select e.seq, e.payload, r.ended_at is not null
                    and e.seq = (select max(seq) from response_event where response_id = :id) as last
                from response_event e join response r on r.id = e.response_id
                where e.response_id = :id and e.seq > :after order by e.seq limit :limit
                """).param("id", id).param("after", after).param("limit", limit)
                .query((row, _) -> event(row.getInt("seq"), row.getString("payload"), row.getBoolean("last"))).list();
    }

    private static ResponseEvent event(int seq, String payload, boolean last) {
        return new ResponseEvent(seq, JsonMapper.shared().readTree(payload).path("type").asString(), payload, last);
    }

    /** Whether it is still being made; false where it is gone. */
    boolean isUnfinished(UUID id) {
        return jdbc.sql("select count(*) from response where id = :id and status in ('queued', 'in_progress')")
                .param("id", id).query(Integer.class).single() == 1;
    }

    boolean requestCancel(UUID id) {
        return jdbc.sql("""
                update response set cancel_requested = true where id = :id and status in ('queued', 'in_progress')
                """).param("id", id).update() == 1;
    }

    /** Those that this instance is to make, and whether somebody asked to cancel them. */
    Map<UUID, Boolean> mine() {
        Map<UUID, Boolean> mine = new HashMap<>();
        jdbc.sql("""
                select id, cancel_requested from response
                where instance = :instance and status in ('queued', 'in_progress')
                """).param("instance", instance.id())
                .query((row, _) -> mine.put(row.getObject("id", UUID.class), row.getBoolean("cancel_requested")))
                .list();
        return mine;
    }

    /** Ends a response of an instance that is dead, if there is one that nobody else holds; its id. */
    Optional<UUID> failOneOfTheDead() {
        return Optional.ofNullable(transaction.execute(_ -> jdbc.sql("""
                select r.id, r.body from response r
                where r.status in ('queued', 'in_progress') and r.instance is distinct from :me
                    and not exists (select 1 from instance i where i.id = r.instance
                        and i.heartbeat_at >= clock_timestamp() - make_interval(secs => :timeout))
                    and (:alone or exists (select 1 from instance i where i.id = :me
                        and i.steady_since < clock_timestamp() - make_interval(secs => :timeout)))
                limit 1 for no key update of r skip locked
                """).param("me", instance.id()).param("alone", instance.isAlone()).param("timeout", timeout)
                .query((row, _) -> fail(row.getObject("id", UUID.class), row.getString("body"))).optional()
                .orElse(null)));
    }

    private UUID fail(UUID id, String body) {
        int last = jdbc.sql("select coalesce(max(seq), -1) from response_event where response_id = :id")
                .param("id", id).query(Integer.class).single();
        ResponseObject failed = OpenAiJson.readOwn(body, ResponseObject.class).ended("failed", 0, List.of(),
                new ResponseObject.Failure("server_error", "The instance that made this response ended."), null, null);
        Map<String, Object> event = Map.of("type", "response.failed", "sequence_number", last + 1, "response", failed);
        insert(id, List.of(new ResponseEvent(last + 1, "response.failed", OpenAiJson.text(event), true)));
        jdbc.sql("update response set status = 'failed', body = :body, ended_at = clock_timestamp() where id = :id")
                .param("body", OpenAiJson.text(failed)).param("id", id).update();
        return id;
    }

    int deleteOlderThan(double seconds) {
        return jdbc.sql("delete from response where ended_at < clock_timestamp() - make_interval(secs => :seconds)")
                .param("seconds", seconds).update();
    }
}
