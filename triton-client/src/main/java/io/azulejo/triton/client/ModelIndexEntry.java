package io.azulejo.triton.client;

/**
 * A model in a server's repository.
 *
 * @param name its name
 * @param version a version of it; empty where none is loaded
 * @param state {@code READY}, {@code UNAVAILABLE}, {@code LOADING} or {@code UNLOADING}; empty where it was never loaded
 * @param reason why it is in that state, in the server's words; often empty
 */
public record ModelIndexEntry(String name, String version, String state, String reason) {

    public boolean ready() {
        return state.equals("READY");
    }
}
