package io.azulejo.libtorch.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;

import org.junit.jupiter.api.Test;

import io.azulejo.libtorch.engine.ModelRunner.TileFeatures;

import static org.assertj.core.api.Assertions.assertThat;

class FeatureCacheTests {

    private final List<String> freed = new ArrayList<>();

    @Test
    void featuresWhenTheLimitIsReachedThenTheLongestUnusedGoFirst() {
        FeatureCache cache = new FeatureCache(25);
        cache.giveBack(put(cache, "a"));
        cache.giveBack(put(cache, "b"));
        cache.giveBack(Objects.requireNonNull(cache.take("a", 0)));

        cache.giveBack(put(cache, "c"));

        assertThat(freed).containsExactly("b");
        assertThat(cache.contains("a", 0)).isTrue();
        assertThat(cache.contains("a", 1)).as("another tile").isFalse();
        assertThat(cache.bytes()).isEqualTo(20);
    }

    @Test
    void featuresInUseAreKeptBeyondTheLimitAndGoWithTheirLastUser() {
        FeatureCache cache = new FeatureCache(0);
        FeatureCache.Entry entry = put(cache, "a");
        FeatureCache.Entry other = cache.take("a", 0);
        cache.giveBack(entry);
        assertThat(freed).isEmpty();
        assertThat(other).isSameAs(entry);

        cache.giveBack(entry);

        assertThat(freed).containsExactly("a");
        assertThat(cache.take("a", 0)).isNull();
        assertThat(cache.bytes()).isZero();
    }

    @Test
    void featuresEncodedTwiceAreKeptOnce() {
        FeatureCache cache = new FeatureCache(100);
        FeatureCache.Entry first = put(cache, "a");
        FeatureCache.Entry second = put(cache, "a");

        assertThat(second).isSameAs(first);
        assertThat(freed).containsExactly("a");
        assertThat(cache.bytes()).isEqualTo(10);
    }

    @Test
    void randomUseFreesEachOnceAndNoneInUse() {
        Random random = new Random(1);
        FeatureCache cache = new FeatureCache(55);
        List<FeatureCache.Entry> used = new ArrayList<>();
        int made = 0;
        for (int i = 0; i < 5000; i++) {
            if (random.nextBoolean() && !used.isEmpty()) {
                cache.giveBack(used.remove(random.nextInt(used.size())));
            } else {
                String picture = "p" + random.nextInt(20);
                FeatureCache.Entry entry = cache.take(picture, 0);
                if (entry == null) {
                    entry = put(cache, picture);
                    made++;
                }
                used.add(entry);
            }
            assertThat(used).allSatisfy(entry -> assertThat(((Features) entry.features()).freed).isFalse());
            assertThat(cache.bytes()).isLessThanOrEqualTo(Math.max(55, 10 * used.stream().distinct().count()));
        }
        cache.close();
        assertThat(freed).hasSize(made);
    }

    private FeatureCache.Entry put(FeatureCache cache, String name) {
        return cache.put(name, 0, new Features(name));
    }

    private final class Features implements TileFeatures {

        private final String name;
        private boolean freed;

        Features(String name) {
            this.name = name;
        }

        @Override
        public long bytes() {
            return 10;
        }

        @Override
        public void close() {
            assertThat(freed).isFalse();
            freed = true;
            FeatureCacheTests.this.freed.add(name);
        }
    }
}
