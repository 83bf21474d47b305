package io.azulejo.server.fetch;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

import io.azulejo.api.error.OverCapacityException;
import io.azulejo.server.attachment.Picture;
import io.azulejo.server.attachment.PictureChecks;
import io.azulejo.server.fetch.FetchException.Reason;
import io.azulejo.server.web.ProblemException;

/**
 * Fetches pictures from the web, and from nowhere else: each host's name is resolved once, every address that it has must
 * be one that may be reached, and the connection goes to such an address, whatever the name means a moment later. All
 * methods block.
 */
@Component
public final class PictureFetcher {

    private static final Logger log = LoggerFactory.getLogger(PictureFetcher.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final FetchProperties settings;
    private final PictureChecks checks;
    private final Networks networks;
    private final HostResolver resolver;
    private final PictureClient client;
    private final MeterRegistry meters;
    private final Semaphore slots;

    @Autowired
    PictureFetcher(FetchProperties settings, PictureChecks checks, MeterRegistry meters) {
        this(settings, checks, meters, InetAddress::getAllByName, new PictureClient(settings));
    }

    PictureFetcher(FetchProperties settings, PictureChecks checks, MeterRegistry meters, HostResolver resolver,
            PictureClient client) {
        this.settings = settings;
        this.checks = checks;
        this.networks = new Networks(settings.allowedNetworks());
        this.resolver = resolver;
        this.client = client;
        this.meters = meters;
        this.slots = new Semaphore(settings.concurrency(), true);
    }

    /** Whether it fetches at all. */
    public boolean isEnabled() {
        return settings.enabled();
    }

    /**
     * The picture of an address.
     *
     * @throws FetchException where there is none that may be had
     * @throws OverCapacityException where too many are being fetched
     */
    public Picture fetch(String address) {
        if (!settings.enabled()) {
            throw new FetchException(Reason.REFUSED, "this server fetches none");
        }
        Deadline deadline = new Deadline(settings.timeout());
        takeSlot(deadline);
        String outcome = "failed";
        try {
            Picture picture = picture(follow(address, deadline));
            outcome = "fetched";
            meters.counter("azulejo.pictures.fetched.bytes").increment(picture.data().length);
            return picture;
        } catch (FetchException e) {
            outcome = e.reason().name().toLowerCase(Locale.ROOT);
            throw e;
        } finally {
            slots.release();
            meters.timer("azulejo.pictures.fetched", "outcome", outcome).record(deadline.elapsed());
        }
    }

    private void takeSlot(Deadline deadline) {
        try {
            if (!slots.tryAcquire(deadline.left().toMillis() / 2, TimeUnit.MILLISECONDS)) {
                throw new OverCapacityException("Too many pictures are being fetched.", RETRY_AFTER);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FetchException(Reason.UNREACHABLE, "the server is shutting down");
        }
    }

    private byte[] follow(String text, Deadline deadline) {
        WebAddress address = WebAddress.of(text, settings);
        for (int redirects = 0;; redirects++) {
            PictureClient.Answer answer = client.get(address, check(address, deadline), maxBytes(), deadline);
            switch (answer) {
                case PictureClient.Answer.Body body -> {
                    return body.data();
                }
                case PictureClient.Answer.Redirect(String location) -> {
                    if (redirects == settings.maxRedirects()) {
                        throw new FetchException(Reason.REFUSED, settings.maxRedirects() == 0
                                ? "the host redirects to another address; name that one"
                                : "the host redirects more than " + settings.maxRedirects() + " times");
                    }
                    address = address.redirect(location, settings);
                }
            }
        }
    }

    /** One answer for names that are unknown and those that lead inside, so that nobody can tell them apart. */
    private InetAddress[] check(WebAddress address, Deadline deadline) {
        InetAddress[] found = client.within(deadline, () -> resolver.resolve(address.host()));
        for (InetAddress each : found) {
            if (!networks.mayReach(each)) {
                log.warn("A picture of the host {} was not fetched: its address {} may not be reached", address.host(),
                        each.getHostAddress());
                throw PictureClient.noPublicAddress();
            }
        }
        return found;
    }

    private long maxBytes() {
        return settings.maxSize() == null
                ? checks.maxBytes()
                : Math.min(settings.maxSize().toBytes(), checks.maxBytes());
    }

    private Picture picture(byte[] data) {
        try {
            return checks.check(data, null);
        } catch (ProblemException e) {
            throw new FetchException(Reason.NO_PICTURE, "what came is none that can be used: "
                    + e.getBody().getDetail());
        }
    }
}
