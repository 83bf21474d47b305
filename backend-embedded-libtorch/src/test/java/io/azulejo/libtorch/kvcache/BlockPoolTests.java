package io.azulejo.libtorch.kvcache;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class BlockPoolTests {

    @Test
    void allocateGivesEveryBlockOnceAndThenRefuses() {
        BlockPool pool = new BlockPool(3);

        assertThat(Stream.generate(pool::allocate).limit(3)).containsExactlyInAnyOrder(0, 1, 2);
        assertThat(pool.free()).isZero();
        assertThatIllegalStateException().isThrownBy(pool::allocate);
    }

    @Test
    void releaseWhenReferencesRemainThenBlockStaysTaken() {
        BlockPool pool = new BlockPool(1);
        int block = pool.allocate();
        pool.retain(block);

        pool.release(block);
        assertThat(pool.free()).isZero();
        pool.release(block);
        assertThat(pool.free()).isEqualTo(1);
        assertThatIllegalStateException().isThrownBy(() -> pool.release(block));
    }

    @Test
    void allocateTakesTheBlockThatIsFreeLongest() {
        BlockPool pool = new BlockPool(3);
        int first = pool.allocate();
        int second = pool.allocate();
        int third = pool.allocate();
        pool.release(second);
        pool.release(first);
        pool.release(third);

        assertThat(List.of(pool.allocate(), pool.allocate(), pool.allocate())).containsExactly(second, first, third);
    }

    @Test
    void retainWhenBlockIsFreeThenTakesItOutOfTheMiddle() {
        BlockPool pool = new BlockPool(3);

        pool.retain(1);

        assertThat(pool.references(1)).isEqualTo(1);
        assertThat(List.of(pool.allocate(), pool.allocate())).containsExactly(0, 2);
        assertThat(pool.free()).isZero();
    }

    @Test
    void anyOrderOfCallsKeepsEveryBlockEitherFreeOrHeld() {
        for (int seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            BlockPool pool = new BlockPool(1 + random.nextInt(20));
            List<Integer> references = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                int choice = random.nextInt(3);
                if (choice == 0 && pool.free() > 0) {
                    int block = pool.allocate();
                    assertThat(references).doesNotContain(block);
                    references.add(block);
                } else if (choice == 1) {
                    int block = random.nextInt(pool.total());
                    pool.retain(block);
                    references.add(block);
                } else if (!references.isEmpty()) {
                    pool.release(references.remove(/* index */ random.nextInt(references.size())));
                }
                assertThat(pool.free()).isEqualTo(pool.total() - new HashSet<>(references).size());
            }
        }
    }
}
