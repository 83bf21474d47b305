package io.azulejo.server.attachment;

import java.util.Optional;
import java.util.UUID;

import org.springframework.data.jpa.repository.JpaRepository;

interface AttachmentRepository extends JpaRepository<Attachment, UUID> {

    Optional<Attachment> findByOwnerIdAndId(UUID ownerId, UUID id);

    Optional<Attachment> findFirstByOwnerIdAndContentDigest(UUID ownerId, String digest);
}
