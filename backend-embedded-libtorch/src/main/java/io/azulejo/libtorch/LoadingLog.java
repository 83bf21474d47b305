package io.azulejo.libtorch;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.azulejo.api.backend.LoadingListener;
import io.azulejo.libtorch.model.LoadProgress;

/** Passes on how far a model has loaded, and logs each tenth. */
final class LoadingLog implements LoadProgress {

    private static final Logger LOG = LoggerFactory.getLogger(LoadingLog.class);

    private final String model;
    private final LoadingListener listener;
    private long loggedTenths;

    LoadingLog(String model, LoadingListener listener) {
        this.model = model;
        this.listener = listener;
    }

    @Override
    public void progress(long bytesLoaded, long bytesTotal) {
        listener.progress(model, bytesLoaded, bytesTotal);
        long tenths = bytesTotal == 0 ? 10 : 10 * bytesLoaded / bytesTotal;
        if (tenths > loggedTenths) {
            loggedTenths = tenths;
            LOG.info("{}: {} % of {} MiB loaded", model, 10 * tenths, bytesTotal >> 20);
        }
    }
}
