package io.azulejo.libtorch.kvcache;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BlockTableTests {

    @Test
    void growTakesABlockOnlyWhereTheLastIsFull() {
        BlockPool pool = new BlockPool(4);
        BlockTable table = new BlockTable(pool, 16);

        assertThat(table.grow(16)).isTrue();
        assertThat(table.size()).isEqualTo(1);
        assertThat(table.missingFor(17)).isEqualTo(1);
        assertThat(table.grow(17)).isTrue();
        assertThat(table.blocks()).hasSize(2).doesNotHaveDuplicates();
        assertThat(pool.free()).isEqualTo(2);
    }

    @Test
    void growWhenPoolHasTooFewThenTakesNone() {
        BlockPool pool = new BlockPool(2);
        BlockTable table = new BlockTable(pool, 4);

        assertThat(table.grow(9)).isFalse();
        assertThat(pool.free()).isEqualTo(2);
        assertThat(table.size()).isZero();
    }

    @Test
    void releaseGivesAllBackAndKeepsTheBeginningLongest() {
        BlockPool pool = new BlockPool(3);
        BlockTable table = new BlockTable(pool, 1);
        table.grow(3);
        int[] blocks = table.blocks();

        table.release();

        assertThat(pool.free()).isEqualTo(3);
        assertThat(table.size()).isZero();
        assertThat(pool.allocate()).isEqualTo(blocks[2]);
    }
}
