package io.azulejo.server.generation;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import io.azulejo.api.model.PromptSize;
import io.azulejo.server.conversation.AnswerRecord;

/** Keeps what answers were made by. All methods block. */
@Repository
class ManifestStore {

    private static final TypeReference<List<AnswerTrace.Share>> SHARES = new TypeReference<>() {};
    private static final TypeReference<List<PromptSize.Picture>> PICTURES = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final JsonMapper json = new JsonMapper();

    ManifestStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** In the transaction that stores the generation. */
    void begin(UUID generation, PromptSize size) {
        jdbc.sql("insert into generation_manifest (generation_id, pictures) values (:generation, :pictures)")
                .param("generation", generation).param("pictures", json.writeValueAsString(size.pictures())).update();
    }

    /** In the transaction that ends the generation. */
    void end(UUID generation, AnswerTrace.Told told) {
        jdbc.sql("update generation_manifest set runs = :runs, tokens = :tokens where generation_id = :generation")
                .param("generation", generation).param("runs", json.writeValueAsString(told.shares()))
                .param("tokens", pack(told.tokens())).update();
    }

    /** The same for a copy of the answer. */
    void copy(UUID generation, UUID copy) {
        jdbc.sql("""
                insert into generation_manifest (generation_id, pictures, runs, tokens)
                select :copy, pictures, runs, tokens from generation_manifest where generation_id = :generation
                """).param("generation", generation).param("copy", copy).update();
    }

    Optional<RunManifest> find(AnswerRecord answer) {
        return jdbc.sql("select pictures, runs, tokens from generation_manifest where generation_id = :generation")
                .param("generation", answer.id()).query((row, _) -> RunManifest.of(answer,
                        json.readValue(row.getString("pictures"), PICTURES),
                        new AnswerTrace.Told(json.readValue(row.getString("runs"), SHARES),
                                unpack(row.getBytes("tokens")))))
                .optional();
    }

    /** Seven bits a byte, the lowest first; all but a number's last byte have the eighth bit set. */
    static byte[] pack(List<Integer> tokens) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(tokens.size() * 3);
        for (int token : tokens) {
            int rest = token;
            while ((rest & ~0x7F) != 0) {
                bytes.write((rest & 0x7F) | 0x80);
                rest >>>= 7;
            }
            bytes.write(rest);
        }
        return bytes.toByteArray();
    }

    static List<Integer> unpack(byte[] bytes) {
        List<Integer> tokens = new ArrayList<>(bytes.length / 2);
        int token = 0;
        int shift = 0;
        for (byte next : bytes) {
            token |= (next & 0x7F) << shift;
            shift += 7;
            if (next >= 0) {
                tokens.add(token);
                token = 0;
                shift = 0;
            }
        }
        return tokens;
    }
}
