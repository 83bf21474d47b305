package io.azulejo.server.archive;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.zip.ZipException;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Service;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

import io.azulejo.api.error.InvalidRequestException;
import io.azulejo.server.archive.ConversationCheck.Checked;
import io.azulejo.server.attachment.Attachments;
import io.azulejo.server.attachment.Picture;
import io.azulejo.server.attachment.PictureChecks;
import io.azulejo.server.conversation.ConversationImport;
import io.azulejo.server.conversation.ImportedConversation;
import io.azulejo.server.conversation.ImportedConversation.Entry;
import io.azulejo.server.conversation.MessageContent;
import io.azulejo.server.preset.Preset;
import io.azulejo.server.preset.Presets;
import io.azulejo.server.web.Fields;
import io.azulejo.server.web.ProblemException;

/** Adds conversations of files, their folders and presets. All methods block. */
@Service
class Imports {

    private final ConversationImport conversations;
    private final Attachments attachments;
    private final Presets presets;
    private final PictureChecks checks;
    private final ArchiveProperties limits;
    /** What later versions add is not known, and no harm. */
    private final JsonMapper json = JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
            DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    Imports(ConversationImport conversations, Attachments attachments, Presets presets, PictureChecks checks,
            ArchiveProperties limits) {
        this.conversations = conversations;
        this.attachments = attachments;
        this.presets = presets;
        this.checks = checks;
        this.limits = limits;
    }

    /**
     * What came of a file.
     *
     * @param conversations how many were added
     * @param skipped how many are here already, or are temporary or deleted ones
     */
    record Result(int conversations, int skipped) {}

    /** Looks through all of a file before anything is stored; then stores one conversation after the other. */
    Result read(UUID owner, Path file) throws IOException {
        try (Archive archive = Archive.open(file, limits)) {
            Contents contents = contents(archive);
            for (String name : archive.conversations()) {
                in(name, () -> requirePictures(owner, archive, check(archive, name, contents.folders())));
            }
        }
        int added = 0;
        int skipped = 0;
        try (Archive archive = Archive.open(file, limits)) {
            Contents contents = contents(archive);
            contents.folders().values().forEach(folder -> conversations.addFolder(owner, folder));
            contents.presets().forEach(preset -> presets.addMissing(owner, preset));
            for (String name : archive.conversations()) {
                Boolean stored = in(name, () -> {
                    Optional<Checked> found = check(archive, name, contents.folders());
                    return found.isPresent() && store(owner, archive, found.get());
                });
                if (stored) {
                    added++;
                } else {
                    skipped++;
                }
            }
        }
        return new Result(added, skipped);
    }

    /** What a file has besides conversations. */
    private record Contents(Map<UUID, String> folders, List<Preset> presets) {}

    private Contents contents(Archive archive) throws IOException {
        Optional<byte[]> contents = archive.contents(limits.maxConversationSize().toBytes());
        if (contents.isEmpty()) {
            return new Contents(Map.of(), List.of());
        }
        return in(ArchiveNames.CONTENTS, () -> {
            ArchiveNames.Contents read = json.readValue(contents.get(), ArchiveNames.Contents.class);
            if (read == null || !ArchiveNames.FORMAT.equals(read.format())
                    || read.version() != ArchiveNames.VERSION) {
                throw Fields.invalid("format", "This is not '" + ArchiveNames.FORMAT + "', version "
                        + ArchiveNames.VERSION + ".");
            }
            Map<UUID, String> folders = new HashMap<>();
            for (ArchiveNames.FolderName folder : Fields.required(read.folders(), "folders")) {
                folders.put(Fields.required(Fields.required(folder, "folders").id(), "folders.id"),
                        Fields.text(folder.name(), "folders.name", ImportedConversation.MAX_FOLDER));
            }
            return new Contents(folders, presets(read.presets()));
        });
    }

    private List<Preset> presets(@Nullable List<ArchiveNames.ArchivedPreset> archived) {
        List<Preset> checked = new ArrayList<>();
        if (archived != null) {
            for (ArchiveNames.ArchivedPreset each : archived) {
                ArchiveNames.ArchivedPreset given = Fields.required(each, "presets");
                checked.add(presets.check(given.name(), given.system(), given.model(), given.options()));
            }
        }
        return checked;
    }

    /** Empty where it is one that is not taken: a deleted or a temporary one. */
    private Optional<Checked> check(Archive archive, String name, Map<UUID, String> folders) throws IOException {
        ArchivedConversation read = json.readValue(archive.read(name, limits.maxConversationSize().toBytes()),
                ArchivedConversation.class);
        if (read == null) {
            throw Archive.invalid("It is no conversation.");
        }
        return read.deletedAt() != null || read.expiresAt() != null
                ? Optional.empty()
                : Optional.of(ConversationCheck.check(read, folders, limits.maxMessages()));
    }

    private Optional<Checked> requirePictures(UUID owner, Archive archive, Optional<Checked> conversation) {
        conversation.ifPresent(checked -> checked.pictures().values().forEach(picture -> {
            String digest = String.valueOf(picture.digest());
            if (!archive.hasPicture(digest) && attachments.find(owner, digest).isEmpty()) {
                throw Archive.invalid("The picture " + digest + " is neither in the file nor among yours. Import the "
                        + "ZIP that GET /api/v1/export gives, which has the pictures.");
            }
        }));
        return conversation;
    }

    private boolean store(UUID owner, Archive archive, Checked checked) throws IOException {
        if (conversations.has(owner, checked.conversation().origin())) {
            return false;
        }
        Map<UUID, UUID> stored = new HashMap<>();
        for (Map.Entry<UUID, ArchivedConversation.Picture> picture : checked.pictures().entrySet()) {
            stored.put(picture.getKey(), attachments
                    .store(owner, picture(owner, archive, picture.getValue())).id());
        }
        try {
            conversations.store(owner, withPictures(checked.conversation(), stored));
            return true;
        } catch (DuplicateKeyException _) {
            return false; // The same file is being imported twice at once.
        }
    }

    private Picture picture(UUID owner, Archive archive, ArchivedConversation.Picture picture) throws IOException {
        String digest = String.valueOf(picture.digest());
        byte[] data = archive.hasPicture(digest)
                ? archive.picture(digest, checks.maxBytes())
                : attachments.find(owner, digest).map(own -> attachments.content(own.digest())).orElseThrow(
                        () -> Archive.invalid("The picture " + digest + " was deleted meanwhile."));
        if (!Attachments.digest(data).equals(digest)) {
            throw Archive.invalid("The picture " + digest + " is damaged: it has another digest than its name.");
        }
        return checks.check(data, picture.fileName());
    }

    private static ImportedConversation withPictures(ImportedConversation given, Map<UUID, UUID> stored) {
        return new ImportedConversation(given.origin(), given.title(), given.titled(), given.model(), given.pinned(),
                given.archived(), given.folder(), given.tags(), given.createdAt(), given.updatedAt(),
                given.messages().stream().map(message -> new Entry(message.origin(), message.parent(), message.role(),
                        message.createdAt(), message.parts().stream().<MessageContent>map(part -> switch (part) {
                            case MessageContent.Text text -> text;
                            case MessageContent.Attachment(UUID id) -> new MessageContent.Attachment(
                                    stored.getOrDefault(id, id));
                        }).toList(), message.answer(), message.feedback())).toList());
    }

    private interface Work<T> {

        T run() throws IOException;
    }

    /** Says in which entry of the file something is wrong. */
    private static <T> T in(String name, Work<T> work) throws IOException {
        String where = name.isEmpty() ? "" : name + ": ";
        try {
            return work.run();
        } catch (JacksonException e) {
            String path = e.getPath().stream().map(at -> at.getPropertyName() == null
                    ? "[" + at.getIndex() + "]"
                    : "." + at.getPropertyName()).collect(Collectors.joining());
            throw Archive.invalid(where + (path.isEmpty() ? "It" : "The value of '" + path.substring(1) + "'")
                    + " cannot be read: " + e.getOriginalMessage());
        } catch (ProblemException e) {
            Object parameter = e.getBody().getProperties() == null
                    ? null
                    : e.getBody().getProperties().get("parameter");
            throw Archive.invalid(where + (parameter == null || "file".equals(parameter) ? "" : parameter + ": ")
                    + e.getBody().getDetail());
        } catch (InvalidRequestException e) {
            throw Archive.invalid(where + e.getMessage());
        } catch (ZipException e) {
            throw Archive.invalid(where + "The file is damaged: " + e.getMessage() + ".");
        }
    }
}
