package io.azulejo.server.conversation;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long conversations are kept.
 *
 * @param bin how long a deleted conversation can be restored
 * @param keep how long a conversation lives after its last message, if not for good
 * @param temporary how long a temporary conversation lives after its last message
 */
@ConfigurationProperties("azulejo.conversations")
record ConversationProperties(@DefaultValue("30d") Duration bin, @Nullable Duration keep,
        @DefaultValue("24h") Duration temporary) {}
