/**
 * Conversations: trees of messages with ordered parts. Appends, branches, titles, lists and deletes them. How an answer
 * is made is not known here; {@link io.azulejo.server.conversation.AnswerRecords} tells what came of it.
 */
@NullMarked
package io.azulejo.server.conversation;

import org.jspecify.annotations.NullMarked;
