package io.azulejo.server.attachment;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import io.azulejo.server.attachment.content.ContentProperties;
import io.azulejo.server.attachment.content.ContentStore;
import io.azulejo.server.attachment.content.ContentStores;

/**
 * Keeps the bytes of attachments in the database or another store. Whoever writes or removes a content outside holds a lock
 * on its digest until the transaction ends, so that none is removed that somebody has just stored again. All methods block.
 */
@Service
class ContentKeeper {

    private static final String DATABASE = "database";
    private static final int AT_A_TIME = 500;

    private final ContentStores stores;
    private final ContentProperties properties;
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;

    ContentKeeper(ContentStores stores, ContentProperties properties, JdbcClient jdbc,
            PlatformTransactionManager transactions) {
        this.stores = stores;
        this.properties = properties;
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
    }

    String current() {
        return stores.current();
    }

    /** Within the transaction that needs it. */
    void put(String digest, Picture picture) {
        Optional<ContentStore> outside = stores.currentStore();
        outside.ifPresent(_ -> lock(digest));
        // The update locks a row that is there already, so that nobody removes it before this transaction ends.
        String store = jdbc.sql("""
                insert into attachment_content (digest, media_type, size, width, height, store, content)
                values (:digest, :mediaType, :size, :width, :height, :store, :content)
                on conflict (digest) do update set digest = excluded.digest returning store
                """).param("digest", digest).param("mediaType", picture.mediaType())
                .param("size", picture.data().length).param("width", picture.width())
                .param("height", picture.height()).param("store", stores.current())
                .param("content", outside.isPresent() ? null : picture.data())
                .query((row, _) -> row.getString(1)).single();
        outside.filter(current -> current.name().equals(store))
                .ifPresent(current -> current.put(digest, picture.data()));
    }

    private void lock(String digest) {
        jdbc.sql("select pg_advisory_xact_lock(hashtextextended(:digest, 0))").param("digest", digest)
                .query((_, _) -> digest).list();
    }

    /** Empty where there is none. */
    Optional<byte[]> find(String digest) {
        Optional<Place> place = place(digest);
        Optional<byte[]> found = place.flatMap(this::read);
        // It may have been moved in between.
        return found.isPresent() || place.isEmpty() ? found : place(digest).flatMap(this::read);
    }

    private record Place(String digest, String store) {}

    private Optional<Place> place(String digest) {
        return jdbc.sql("select store from attachment_content where digest = :digest").param("digest", digest)
                .query((row, _) -> new Place(digest, row.getString("store"))).optional();
    }

    private Optional<byte[]> read(Place place) {
        return place.store().equals(DATABASE)
                ? jdbc.sql("select content from attachment_content where digest = :digest and content is not null")
                        .param("digest", place.digest()).query(byte[].class).optional()
                : stores.require(place.store()).get(place.digest());
    }

    /**
     * Moves what is in another store to the one that is configured, one content after the other.
     *
     * @return how many
     */
    int moveAll() {
        int moved = 0;
        String after = "";
        while (properties.move()) {
            List<String> some = jdbc.sql("""
                    select digest from attachment_content where store <> :store and digest > :after
                    order by digest limit :limit
                    """).param("store", stores.current()).param("after", after).param("limit", AT_A_TIME)
                    .query((row, _) -> row.getString(1)).list();
            for (String digest : some) {
                moved += move(digest) ? 1 : 0;
            }
            if (some.size() < AT_A_TIME) {
                break;
            }
            after = some.getLast();
        }
        return moved;
    }

    private boolean move(String digest) {
        return Objects.requireNonNull(transaction.execute(_ -> {
            lock(digest);
            Optional<Place> place = place(digest).filter(found -> !found.store().equals(stores.current()));
            Optional<byte[]> content = place.flatMap(this::read);
            if (place.isEmpty() || content.isEmpty()) {
                return false;
            }
            Optional<ContentStore> outside = stores.currentStore();
            outside.ifPresent(store -> store.put(digest, content.get()));
            return jdbc.sql("""
                    update attachment_content set store = :store, content = :content
                    where digest = :digest and store = :before
                    """).param("store", stores.current())
                    .param("content", outside.isPresent() ? null : content.get()).param("digest", digest)
                    .param("before", place.get().store()).update() == 1;
        }));
    }

    /**
     * Removes from all stores outside the database what no attachment names there: what was deleted, moved, or stored by a
     * transaction that failed.
     *
     * @return how many contents
     */
    int clear() {
        int cleared = 0;
        for (ContentStore store : stores.all()) {
            List<String> candidates = new ArrayList<>();
            int[] removed = {0};
            store.list(digest -> {
                candidates.add(digest);
                if (candidates.size() == AT_A_TIME) {
                    removed[0] += clear(store, candidates);
                    candidates.clear();
                }
            });
            cleared += removed[0] + clear(store, candidates);
        }
        return cleared;
    }

    private int clear(ContentStore store, List<String> candidates) {
        if (candidates.isEmpty()) {
            return 0;
        }
        Set<String> unknown = new HashSet<>(candidates);
        jdbc.sql("select digest from attachment_content where store = :store and digest in (:digests)")
                .param("store", store.name()).param("digests", candidates)
                .query((row, _) -> row.getString(1)).list().forEach(unknown::remove);
        int cleared = 0;
        for (String digest : unknown) {
            cleared += Boolean.TRUE.equals(transaction.execute(_ -> {
                lock(digest);
                if (place(digest).filter(found -> found.store().equals(store.name())).isPresent()) {
                    return false;
                }
                store.delete(digest);
                return true;
            })) ? 1 : 0;
        }
        return cleared;
    }
}
