/**
 * What all of the project's own HTTP API shares: errors as problem details (RFC 9457), limits of requests, and the form
 * of event streams. Knows no feature but the models, whose errors it tells.
 */
@NullMarked
package io.azulejo.server.web;

import org.jspecify.annotations.NullMarked;
