package io.azulejo.server.web;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Limits of requests.
 *
 * @param maxSize the most bytes of one request under /api, pictures included
 * @param maxImportSize the most bytes of a file that is imported
 */
@ConfigurationProperties("azulejo.requests")
record RequestProperties(@DefaultValue("64MB") DataSize maxSize, @DefaultValue("1GB") DataSize maxImportSize) {}
