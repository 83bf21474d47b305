package io.azulejo.libtorch.engine;

/**
 * Keeps the attention of the last positions of a prompt as they are computed. Belongs to one request; whoever hears its
 * end may read.
 */
public final class AttentionTrace {

    private final int first;
    private final float[][] rows;

    /**
     * @param first the first position that is wanted
     * @param prompt tokens of the prompt; all from the first on are wanted
     */
    public AttentionTrace(int first, int prompt) {
        if (first < 0 || first >= prompt) {
            throw new IllegalArgumentException("Position " + first + " is none of " + prompt);
        }
        this.first = first;
        this.rows = new float[prompt - first][];
    }

    /** The first position that is wanted; those before may come from the cache. */
    int first() {
        return first;
    }

    /** The first of some tokens that is wanted, counted from the first of them; negative where none is. */
    int firstOf(int start, int count) {
        boolean wanted = start + count > first && start < first + rows.length;
        return wanted ? Math.max(0, first - start) : -1;
    }

    /** @param weights the shares of the positions up to this one */
    void put(int position, float[] weights) {
        rows[position - first] = weights;
    }

    /** For each wanted position the shares of all positions up to its own, once the request has ended well. */
    public float[][] rows() {
        return rows.clone();
    }
}
