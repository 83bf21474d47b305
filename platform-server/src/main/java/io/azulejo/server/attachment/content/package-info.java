/** Stores for the bytes of attachments, beside the database. They know digests and bytes, and nothing of their use. */
@NullMarked
package io.azulejo.server.attachment.content;

import org.jspecify.annotations.NullMarked;
