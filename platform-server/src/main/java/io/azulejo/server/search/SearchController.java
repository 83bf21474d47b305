package io.azulejo.server.search;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

import io.azulejo.server.conversation.ConversationSummary;
import io.azulejo.server.conversation.Cursor;
import io.azulejo.server.database.Blocking;
import io.azulejo.server.search.SearchIndex.Found;
import io.azulejo.server.security.Person;
import io.azulejo.server.web.Fields;

/** Finds messages and titles. */
@RestController
@RequestMapping("/api/v1/search")
class SearchController {

    private static final int MAX_LENGTH = 200;
    private static final int MAX_LIMIT = 100;

    private final SearchIndex index;
    private final Blocking blocking;

    SearchController(SearchIndex index, Blocking blocking) {
        this.index = index;
        this.blocking = blocking;
    }

    /**
     * Messages and titles that have all the words, or words that begin so; the newest first. Case and accents make no
     * difference. A page may have fewer hits than asked for where more follow: {@code next} tells.
     *
     * @param before {@code next} of the page before
     */
    @GetMapping
    Mono<Page> search(Person person, @RequestParam String q, @RequestParam @Nullable String before,
            @RequestParam(defaultValue = "20") int limit) {
        Fields.limit(limit, MAX_LIMIT);
        List<Words.Word> words = Words.of(Fields.text(q, "q", MAX_LENGTH));
        if (words.isEmpty()) {
            throw Fields.invalid("q", "'q' has neither letters nor digits; give at least one word.");
        }
        Cursor cursor = before == null ? null : Cursor.parse(before);
        return blocking.call(() -> page(index.find(person.id(), words, cursor, limit), words, limit));
    }

    private static Page page(List<Found> found, List<Words.Word> words, int limit) {
        // Letters that stand apart in the text are found as if they stood together; such an entry has nothing to show.
        List<Hit> hits = found.stream()
                .map(one -> new Hit(one.conversation(), one.message(), one.role(), Snippet.of(one.text(), words),
                        one.at()))
                .filter(hit -> !hit.snippet().isEmpty()).toList();
        return new Page(hits, found.size() < limit
                ? null
                : new Cursor(found.getLast().at(), found.getLast().entry()).toString());
    }

    /** @param next what to give as {@code before} for the page after this one; null on the last */
    record Page(List<Hit> hits, @Nullable String next) {}

    /**
     * Something that was found.
     *
     * @param message the message, or null where the title was found
     * @param role who speaks in the message
     * @param snippet the text around the first place, in pieces
     */
    record Hit(ConversationSummary conversation, @Nullable UUID message, @Nullable String role,
            List<Snippet.Piece> snippet, Instant at) {}
}
