package com.example.chat;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

import org.springframework.ai.chat.memory.ChatMemoryRepository;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.MessageType;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.content.Media;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.util.MimeTypeUtils;

/**
 * Keeps conversations with their pictures, which Spring AI's own JDBC memory leaves out. The bytes of a picture are
 * written once, by their digest, however often the conversation is saved.
 */
@Repository
@Transactional
class PictureMemoryRepository implements ChatMemoryRepository {

    private final JdbcClient database;

    PictureMemoryRepository(JdbcClient database) {
        this.database = database;
    }

    @Override
    public List<String> findConversationIds() {
        return database.sql("select distinct conversation from message").query(String.class).list();
    }

    private record Row(int position, MessageType type, String text) {}

    @Override
    public List<Message> findByConversationId(String conversation) {
        return database.sql("select position, type, text from message where conversation = ? order by position")
                .param(conversation)
                .query((row, _) -> new Row(row.getInt(1), MessageType.valueOf(row.getString(2)), row.getString(3)))
                .list().stream().map(row -> message(conversation, row)).toList();
    }

    private Message message(String conversation, Row row) {
        return switch (row.type()) {
            case USER -> UserMessage.builder().text(row.text()).media(pictures(conversation, row.position())).build();
            case ASSISTANT -> new AssistantMessage(row.text());
            case SYSTEM -> new SystemMessage(row.text());
            case TOOL -> throw new IllegalStateException("This application has no tools");
        };
    }

    private List<Media> pictures(String conversation, int position) {
        return database.sql("""
                select p.mime_type, p.bytes from message_picture m join picture p on p.digest = m.digest
                where m.conversation = ? and m.message = ? order by m.position""").params(conversation, position)
                .query((row, _) -> Media.builder().mimeType(MimeTypeUtils.parseMimeType(row.getString(1)))
                        .data(row.getBytes(2)).build())
                .list();
    }

    @Override
    public void saveAll(String conversation, List<Message> messages) {
        deleteByConversationId(conversation);
        for (int position = 0; position < messages.size(); position++) {
            Message message = messages.get(position);
            database.sql("insert into message (conversation, position, type, text) values (?, ?, ?, ?)")
                    .params(conversation, position, message.getMessageType().name(), message.getText()).update();
            if (message instanceof UserMessage user) {
                savePictures(conversation, position, new ArrayList<>(user.getMedia()));
            }
        }
    }

    private void savePictures(String conversation, int message, List<Media> pictures) {
        for (int position = 0; position < pictures.size(); position++) {
            byte[] bytes = pictures.get(position).getDataAsByteArray();
            String digest = digest(bytes);
            database.sql("insert into picture (digest, mime_type, bytes) values (?, ?, ?) on conflict do nothing")
                    .params(digest, pictures.get(position).getMimeType().toString(), bytes).update();
            database.sql("insert into message_picture (conversation, message, position, digest) values (?, ?, ?, ?)")
                    .params(conversation, message, position, digest).update();
        }
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** Leaves the bytes of pictures, which other conversations may show. */
    @Override
    public void deleteByConversationId(String conversation) {
        database.sql("delete from message_picture where conversation = ?").param(conversation).update();
        database.sql("delete from message where conversation = ?").param(conversation).update();
    }
}
