package io.azulejo.libtorch.model;

/** Hears how far loading has come. Called on the thread that loads, after each tensor. */
@FunctionalInterface
public interface LoadProgress {

    /**
     * @param bytesLoaded bytes of weights, as stored in the files, in place so far
     * @param bytesTotal bytes of weights in all
     */
    void progress(long bytesLoaded, long bytesTotal);
}
