package io.azulejo.triton.served;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import io.azulejo.processor.EncodedPrompt;
import io.azulejo.triton.client.Tensor;

/**
 * Keeps the features of pictures that were asked about, so that a further turn does not encode them again. Those used
 * longest ago go first.
 */
public final class FeatureCache implements PictureFeatures {

    private final PictureFeatures features;
    private final long maxBytes;
    private final Map<String, Tensor> kept = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    /** @param maxBytes the most memory of kept features */
    public FeatureCache(PictureFeatures features, long maxBytes) {
        this.features = features;
        this.maxBytes = maxBytes;
    }

    @Override
    public Mono<Tensor> of(EncodedPrompt.Picture picture) {
        return Mono.defer(() -> {
            Tensor known = find(picture.digest());
            return known != null
                    ? Mono.just(known)
                    : features.of(picture).doOnNext(table -> keep(picture.digest(), table));
        });
    }

    private synchronized @Nullable Tensor find(String digest) {
        return kept.get(digest);
    }

    private synchronized void keep(String digest, Tensor table) {
        Tensor before = kept.put(digest, table);
        bytes += table.data().remaining() - (before == null ? 0 : before.data().remaining());
        Iterator<Tensor> oldest = kept.values().iterator();
        while (bytes > maxBytes && oldest.hasNext()) {
            bytes -= oldest.next().data().remaining();
            oldest.remove();
        }
    }

    /** Memory of kept features. */
    public synchronized long bytes() {
        return bytes;
    }
}
