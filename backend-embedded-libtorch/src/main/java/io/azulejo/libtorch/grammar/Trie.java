package io.azulejo.libtorch.grammar;

import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Tokens by their bytes: those that begin alike are judged together. Nodes lie in the order of a walk that goes down
 * before it goes on, so that what lies below a byte that may not come is skipped by one jump.
 */
final class Trie {

    private final byte[] values;
    private final int[] depths;
    /** The node that follows all that lie below. */
    private final int[] skips;
    /** The tokens that end at a node are those of {@link #tokens} from here to where the next node's begin. */
    private final int[] ends;
    private final int[] tokens;
    private final int deepest;

    Trie(byte[][] bytes, List<Integer> ids) {
        tokens = ids.stream().sorted((a, b) -> Arrays.compareUnsigned(bytes[a], bytes[b])).mapToInt(id -> id).toArray();
        int nodes = 0;
        int longest = 0;
        byte[] previous = new byte[0];
        for (int token : tokens) {
            nodes += bytes[token].length - shared(previous, bytes[token]);
            longest = Math.max(longest, bytes[token].length);
            previous = bytes[token];
        }
        values = new byte[nodes];
        depths = new int[nodes];
        skips = new int[nodes];
        ends = new int[nodes + 1];
        deepest = longest;
        fill(bytes);
    }

    private void fill(byte[][] bytes) {
        int[] open = new int[deepest];
        byte[] previous = new byte[0];
        int node = 0;
        for (int i = 0; i < tokens.length; i++) {
            byte[] token = bytes[tokens[i]];
            int shared = shared(previous, token);
            for (int depth = shared; depth < previous.length; depth++) {
                skips[open[depth]] = node;
            }
            for (int depth = shared; depth < token.length; depth++) {
                values[node] = token[depth];
                depths[node] = depth;
                ends[node] = i;
                open[depth] = node++;
            }
            previous = token;
        }
        for (int depth = 0; depth < previous.length; depth++) {
            skips[open[depth]] = node;
        }
        ends[node] = tokens.length;
    }

    private static int shared(byte[] one, byte[] other) {
        int mismatch = Arrays.mismatch(one, other);
        return mismatch < 0 ? one.length : mismatch;
    }

    /**
     * Marks the tokens that may come and after which the document's cost is within a limit.
     *
     * @return the highest of those costs
     */
    int walk(State from, int limit, long[] allowed) {
        State[] path = new State[deepest + 1];
        path[0] = from;
        int highest = 0;
        for (int node = 0; node < values.length;) {
            int depth = depths[node];
            @Nullable
            State next = path[depth].next(values[node] & 0xFF);
            if (next == null) {
                node = skips[node];
                continue;
            }
            path[depth + 1] = next;
            if (ends[node] < ends[node + 1] && next.cost() <= limit) {
                highest = Math.max(highest, next.cost());
                for (int i = ends[node]; i < ends[node + 1]; i++) {
                    allowed[tokens[i] >> 6] |= 1L << tokens[i];
                }
            }
            node++;
        }
        return highest;
    }
}
