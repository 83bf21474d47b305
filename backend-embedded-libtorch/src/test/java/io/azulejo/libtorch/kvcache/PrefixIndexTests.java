package io.azulejo.libtorch.kvcache;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PrefixIndexTests {

    private final PrefixIndex<Object> index = new PrefixIndex<>(10);

    @Test
    void blockIsFoundBehindItsOwnChainOnly() {
        long you = index.add(3, PrefixIndex.ROOT, "you");
        long they = index.add(4, PrefixIndex.ROOT, "they");
        index.add(5, you, "are");
        index.add(6, they, "are");

        assertThat(index.find(PrefixIndex.ROOT, "you")).isEqualTo(3);
        assertThat(index.find(you, "are")).isEqualTo(5);
        assertThat(index.find(they, "are")).isEqualTo(6);
        assertThat(index.find(you, "were")).isEqualTo(PrefixIndex.NONE);
        assertThat(index.find(PrefixIndex.ROOT, "are")).isEqualTo(PrefixIndex.NONE);
    }

    @Test
    void contentsOfOneHashAreToldApart() {
        record Clash(int value) {

            @Override
            public int hashCode() {
                return 1;
            }
        }
        index.add(1, PrefixIndex.ROOT, new Clash(1));
        index.add(2, PrefixIndex.ROOT, new Clash(2));

        assertThat(index.find(PrefixIndex.ROOT, new Clash(2))).isEqualTo(2);
        assertThat(index.find(PrefixIndex.ROOT, new Clash(3))).isEqualTo(PrefixIndex.NONE);
    }

    @Test
    void blockOfContentThatIsKnownLeadsIntoTheChainOfTheFirst() {
        long first = index.add(1, PrefixIndex.ROOT, "a");

        assertThat(index.add(2, PrefixIndex.ROOT, "a")).isEqualTo(first);
        assertThat(index.find(PrefixIndex.ROOT, "a")).isEqualTo(1);

        index.forget(2);
        assertThat(index.find(PrefixIndex.ROOT, "a")).as("the other one was forgotten").isEqualTo(1);
    }

    @Test
    void chainWhenItsBlockIsForgottenThenIsNeverGivenAgain() {
        long old = index.add(1, PrefixIndex.ROOT, "a");
        index.add(2, old, "b");

        index.forget(1);

        assertThat(index.find(PrefixIndex.ROOT, "a")).isEqualTo(PrefixIndex.NONE);
        long again = index.add(3, PrefixIndex.ROOT, "a");
        assertThat(again).isNotEqualTo(old);
        assertThat(index.find(again, "b")).isEqualTo(PrefixIndex.NONE);
        index.forget(2);
        index.forget(3);
        assertThat(index.size()).isZero();
    }

    /** Beginnings stay in the pool longest, so the index never holds a block that cannot be reached. */
    @Test
    void blocksWhenThePoolReusesThemThenAreForgottenFromTheEnd() {
        Random random = new Random(7);
        BlockPool pool = new BlockPool(10, index::forget);
        for (int round = 0; round < 2000; round++) {
            List<Integer> content = random.ints(1 + random.nextInt(6), 0, 2).boxed().toList();
            BlockTable table = new BlockTable(pool, 1);
            long chain = PrefixIndex.ROOT;
            List<Integer> held = new ArrayList<>();
            for (int value : content) {
                int found = index.find(chain, value);
                if (found == PrefixIndex.NONE) {
                    break;
                }
                table.share(found);
                held.add(value);
                chain = index.chain(found);
            }
            assertThat(table.grow(content.size())).isTrue();
            for (int i = held.size(); i < content.size(); i++) {
                chain = index.add(table.block(i), chain, content.get(i));
            }
            table.release();
            assertThat(pool.free()).isEqualTo(10);
            assertThat(reachable(PrefixIndex.ROOT)).isEqualTo(index.size());
        }
    }

    private int reachable(long chain) {
        int count = 0;
        for (int value = 0; value < 2; value++) {
            int block = index.find(chain, value);
            count += block == PrefixIndex.NONE ? 0 : 1 + reachable(index.chain(block));
        }
        return count;
    }
}
