package io.azulejo.libtorch.engine;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FairSharesTests {

    private final FairShares shares = new FairShares();

    @Test
    void tokensOfAnswersCountTwice() {
        shares.enter("ann");
        shares.prompt("ann", 10);
        shares.answered("ann");

        assertThat(shares.served("ann")).isEqualTo(12);
    }

    @Test
    void userWhoComesLateStartsWithTheLeastServedOfThoseThere() {
        shares.enter("ann");
        shares.enter("bob");
        shares.prompt("ann", 100);
        shares.prompt("bob", 70);

        shares.enter("cat");

        assertThat(shares.served("cat")).isEqualTo(70);
    }

    @Test
    void userWhoLeavesAndComesBackKeepsWhatCountsAgainstHerAndGainsNothing() {
        shares.enter("ann");
        shares.enter("bob");
        shares.prompt("ann", 100);
        shares.leave("ann");
        shares.enter("cat");
        shares.enter("ann");
        assertThat(shares.served("ann")).isEqualTo(100);

        shares.leave("ann");
        shares.prompt("bob", 500);
        shares.prompt("cat", 300);
        shares.enter("ann");
        assertThat(shares.served("ann")).isEqualTo(300);
    }

    @Test
    void whenNobodyIsLeftThenNothingIsRemembered() {
        shares.enter("ann");
        shares.prompt("ann", 100);
        shares.leave("ann");

        shares.enter("ann");

        assertThat(shares.served("ann")).isZero();
    }
}
