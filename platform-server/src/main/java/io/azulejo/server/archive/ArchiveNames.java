package io.azulejo.server.archive;

import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What is where in an archive. */
final class ArchiveNames {

    static final String CONTENTS = "azulejo.json";
    static final String FORMAT = "azulejo-export";
    static final int VERSION = 1;

    private static final Pattern CONVERSATION = Pattern.compile("conversations/[0-9a-f-]{36}\\.json");
    private static final Pattern PICTURE = Pattern.compile("pictures/([0-9a-f]{64})(?:\\.[a-z]{1,8})?");

    private ArchiveNames() {}

    /**
     * What an archive is, and what its conversations name.
     *
     * @param format always the same
     * @param presets null in files of earlier versions
     */
    record Contents(@Nullable String format, int version, @Nullable List<FolderName> folders,
            @Nullable List<ArchivedPreset> presets) {}

    record FolderName(@Nullable UUID id, @Nullable String name) {}

    record ArchivedPreset(@Nullable String name, @Nullable String system, @Nullable String model,
            @Nullable JsonNode options) {}

    static String conversation(UUID id) {
        return "conversations/" + id + ".json";
    }

    static boolean isConversation(String name) {
        return CONVERSATION.matcher(name).matches();
    }

    static String picture(String digest, String mediaType) {
        return "pictures/" + digest + "." + mediaType.substring(mediaType.indexOf('/') + 1).replaceAll("[^a-z]", "");
    }

    /** The digest that an entry is called by; empty where it is no picture. */
    static String digest(String name) {
        Matcher matcher = PICTURE.matcher(name);
        return matcher.matches() ? matcher.group(1) : "";
    }
}
