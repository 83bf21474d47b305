package io.azulejo.server.openai;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The OpenAI-compatible API.
 *
 * @param maxBodySize the largest body of a request; pictures come as data URLs and take a third more than their files
 * @param heartbeat how long a stream may be silent before a comment is sent, which keeps proxies from closing it
 * @param keepResponses how long responses that have ended are kept
 */
@ConfigurationProperties("azulejo.openai")
public record OpenAiProperties(@DefaultValue("64MB") DataSize maxBodySize, @DefaultValue("15s") Duration heartbeat,
        @DefaultValue("30d") Duration keepResponses) {}
