package io.azulejo.server.generation;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How answers are kept and streamed.
 *
 * @param flushInterval how long pieces of an answer are gathered before they are stored and sent on together; the first
 *        ones go at once
 * @param heartbeatInterval how often a silent event stream gets a comment
 * @param instanceTimeout after how long without a heartbeat an instance is taken for dead and its answers are marked as
 *        interrupted; it sends six in that time
 * @param drain how long answers in progress get to come to their end when the application shuts down
 * @param keepEvents how long the pieces of an answer that has ended are kept for readers who come back; the answer itself
 *        stays
 * @param listen whether instances tell each other of news by LISTEN and NOTIFY; where that does not work, as behind a
 *        pooler that lends connections by transaction, they look into the database more often
 */
@ConfigurationProperties("azulejo.generations")
public record GenerationProperties(@DefaultValue("100ms") Duration flushInterval,
        @DefaultValue("15s") Duration heartbeatInterval, @DefaultValue("6s") Duration instanceTimeout,
        @DefaultValue("20s") Duration drain, @DefaultValue("24h") Duration keepEvents,
        @DefaultValue("true") boolean listen) {}
