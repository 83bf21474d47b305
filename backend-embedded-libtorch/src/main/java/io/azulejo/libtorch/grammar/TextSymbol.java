package io.azulejo.libtorch.grammar;

/** The inside of a string, where most of a vocabulary may come. */
sealed interface TextSymbol extends Symbol.Terminal permits Text, Key {

    boolean betweenCharacters();

    /** The most characters that may come. */
    int room();

    /** Whether it is the same after this byte. */
    boolean stays(int next);

    /** By how much the cost of the document may rise where characters come. */
    int rise();
}
