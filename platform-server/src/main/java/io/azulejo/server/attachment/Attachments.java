package io.azulejo.server.attachment;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

import jakarta.persistence.EntityManager;
import org.springframework.dao.EmptyResultDataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import io.azulejo.server.database.DatabaseTime;
import io.azulejo.server.database.TimeOrderedId;
import io.azulejo.server.web.ProblemException;

/** Stores pictures and reads them back. All methods block. */
@Service
public class Attachments {

    private final AttachmentRepository repository;
    private final AttachmentStore store;
    private final ContentKeeper contents;
    private final StorageLimits limits;
    private final EntityManager entities;

    Attachments(AttachmentRepository repository, AttachmentStore store, ContentKeeper contents,
            StorageLimits limits, EntityManager entities) {
        this.repository = repository;
        this.store = store;
        this.contents = contents;
        this.limits = limits;
        this.entities = entities;
    }

    @Transactional
    public StoredAttachment store(UUID owner, Picture picture) {
        String digest = digest(picture.data());
        limits.check(owner, digest, picture);
        contents.put(digest, picture);
        Attachment attachment = new Attachment(TimeOrderedId.next(), owner,
                entities.find(AttachmentContent.class, digest),
                picture.fileName(), DatabaseTime.now());
        return repository.save(attachment).view();
    }

    /** @throws ProblemException 404 where the owner has none of this id */
    @Transactional(readOnly = true)
    public StoredAttachment require(UUID owner, UUID id) {
        return repository.findByOwnerIdAndId(owner, id).map(Attachment::view).orElseThrow(() -> unknown(id));
    }

    /** Those of messages that the caller may read; whose they are is not looked at. */
    @Transactional(readOnly = true)
    public Map<UUID, StoredAttachment> find(Collection<UUID> ids) {
        return repository.findAllById(ids).stream().map(Attachment::view)
                .collect(Collectors.toMap(StoredAttachment::id, Function.identity()));
    }

    /** One of the owner's of this digest. */
    @Transactional(readOnly = true)
    public Optional<StoredAttachment> find(UUID owner, String digest) {
        return repository.findFirstByOwnerIdAndContentDigest(owner, digest).map(Attachment::view);
    }

    /** The bytes as they were sent. */
    public byte[] content(String digest) {
        return contents.find(digest).orElseThrow(() -> new EmptyResultDataAccessException(1));
    }

    /** The same, where they are there. */
    public Optional<byte[]> findContent(String digest) {
        return contents.find(digest);
    }

    /** Forgets those of the uploads that no message shows. */
    @Transactional
    public void removeUnused(List<UUID> ids) {
        store.removeUnused(ids);
    }

    /**
     * Forgets uploads that nobody made a message of.
     *
     * @return how many there were
     */
    @Transactional
    int removeUnusedSince(Instant time) {
        List<UUID> unused = store.unusedSince(time);
        store.removeUnused(unused);
        return unused.size();
    }

    /** The answer to an id that names no attachment. */
    public static ProblemException unknown(Object id) {
        return ProblemException.of(HttpStatus.NOT_FOUND, "unknown-attachment", "Unknown attachment",
                "There is no attachment '" + id + "'. Upload it first with POST /api/v1/attachments.");
    }

    /** SHA-256 in hexadecimal, by which contents are known. */
    public static String digest(byte[] data) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(data));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
