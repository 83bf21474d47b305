package io.azulejo.server.audit;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The audit log.
 *
 * @param keep how long its events are kept
 */
@ConfigurationProperties("azulejo.audit")
record AuditProperties(@DefaultValue("365d") Duration keep) {}
