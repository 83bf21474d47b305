package io.azulejo.server.generation;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How answers are kept and streamed.
 *
 * @param flushInterval how long pieces of an answer are gathered before they are stored and sent on together
 * @param heartbeatInterval how often a silent event stream gets a comment
 */
@ConfigurationProperties("azulejo.generations")
public record GenerationProperties(@DefaultValue("200ms") Duration flushInterval,
        @DefaultValue("15s") Duration heartbeatInterval) {}
