package io.azulejo.server.conversation;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long conversations are kept.
 *
 * @param bin how long a deleted conversation can be restored
 * @param temporary how long a temporary conversation lives after its last message
 */
@ConfigurationProperties("azulejo.conversations")
record ConversationProperties(@DefaultValue("30d") Duration bin, @DefaultValue("24h") Duration temporary) {}
