package io.azulejo.server.archive;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.springframework.stereotype.Component;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

import io.azulejo.server.attachment.Attachments;
import io.azulejo.server.attachment.StoredAttachment;
import io.azulejo.server.conversation.ConversationReader;
import io.azulejo.server.conversation.ConversationView;
import io.azulejo.server.conversation.ConversationView.AttachmentView;
import io.azulejo.server.preset.Presets;

/** Writes all of a person's conversations with their pictures, one after the other. */
@Component
public class ArchiveWriter {

    private final ConversationReader conversations;
    private final Attachments attachments;
    private final Presets presets;
    private final JsonMapper json;
    private final ObjectWriter pretty;

    ArchiveWriter(ConversationReader conversations, Attachments attachments, Presets presets, JsonMapper json) {
        this.conversations = conversations;
        this.attachments = attachments;
        this.presets = presets;
        this.json = json;
        this.pretty = json.writerWithDefaultPrettyPrinter();
    }

    /**
     * Writes what a person has, what lies in the bin and what is temporary included: {@code azulejo.json} with folders and presets,
     * {@code conversations/ID.json} in the form of a single conversation's export, {@code pictures/DIGEST.TYPE} once each.
     * What is deleted meanwhile is left out. Holds one conversation and one picture at a time; blocks.
     *
     * @param zip stays open, for whoever has more to add
     */
    public void write(UUID owner, ZipOutputStream zip) throws IOException {
        put(zip, ArchiveNames.CONTENTS, pretty.writeValueAsBytes(contents(owner)));
        Set<String> written = new HashSet<>();
        for (UUID id : conversations.all(owner)) {
            Optional<ConversationView> found = conversations.readAny(owner, id);
            if (found.isPresent()) {
                put(zip, ArchiveNames.conversation(id), pretty.writeValueAsBytes(found.get()));
                for (StoredAttachment picture : pictures(found.get())) {
                    writePicture(zip, picture, written);
                }
            }
        }
    }

    private ArchiveNames.Contents contents(UUID owner) {
        return new ArchiveNames.Contents(ArchiveNames.FORMAT, ArchiveNames.VERSION,
                conversations.folders(owner).stream()
                        .map(folder -> new ArchiveNames.FolderName(folder.id(), folder.name())).toList(),
                presets.list(owner).stream().map(preset -> new ArchiveNames.ArchivedPreset(preset.name(),
                        preset.system(), preset.model(), json.readTree(preset.options()))).toList());
    }

    private void writePicture(ZipOutputStream zip, StoredAttachment picture, Set<String> written) throws IOException {
        if (written.contains(picture.digest())) {
            return;
        }
        Optional<byte[]> content = attachments.findContent(picture.digest());
        if (content.isPresent()) {
            zip.setLevel(Deflater.NO_COMPRESSION); // Pictures are compressed already.
            put(zip, ArchiveNames.picture(picture.digest(), picture.mediaType()), content.get());
            zip.setLevel(Deflater.DEFAULT_COMPRESSION);
            written.add(picture.digest());
        }
    }

    private static List<StoredAttachment> pictures(ConversationView conversation) {
        return conversation.messages().stream().flatMap(message -> message.parts().stream())
                .filter(AttachmentView.class::isInstance).map(AttachmentView.class::cast)
                .map(AttachmentView::attachment).toList();
    }

    private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
        zip.closeEntry();
    }
}
