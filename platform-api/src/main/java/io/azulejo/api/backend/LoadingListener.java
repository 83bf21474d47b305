package io.azulejo.api.backend;

/** Hears how far the loading of a model has come. Called from the thread that loads. */
@FunctionalInterface
public interface LoadingListener {

    /**
     * @param model the id of the model that is loading
     * @param bytesLoaded bytes of weights in place so far
     * @param bytesTotal bytes of weights in all
     */
    void progress(String model, long bytesLoaded, long bytesTotal);

    /** A listener that hears nothing. */
    static LoadingListener none() {
        return (model, bytesLoaded, bytesTotal) -> {};
    }
}
