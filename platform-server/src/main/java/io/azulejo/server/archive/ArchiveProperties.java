package io.azulejo.server.archive;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Limits of files that are imported. The file itself is bounded by azulejo.requests.max-import-size.
 *
 * @param maxUnpackedSize the most bytes that are unpacked of one file
 * @param maxConversationSize the most bytes of one conversation's JSON
 * @param maxConversations the most conversations of one file
 * @param maxMessages the most messages of one conversation
 */
@ConfigurationProperties("azulejo.imports")
record ArchiveProperties(@DefaultValue("8GB") DataSize maxUnpackedSize,
        @DefaultValue("32MB") DataSize maxConversationSize, @DefaultValue("10000") int maxConversations,
        @DefaultValue("10000") int maxMessages) {}
