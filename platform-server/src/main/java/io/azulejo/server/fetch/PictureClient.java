package io.azulejo.server.fetch;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPInputStream;

import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpHeaderNames;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.resources.ConnectionProvider;

import io.azulejo.server.fetch.FetchException.Reason;

/**
 * Asks one host once, at an address that was checked: without cookies, credentials, proxies or redirects, and with a
 * connection of its own. Blocks.
 */
class PictureClient {

    private static final int MAX_HEADER_BYTES = 16 * 1024;
    private static final int MAX_ADDRESSES = 3;

    private final HttpClient http;

    PictureClient(FetchProperties settings) {
        this(settings, UnaryOperator.identity());
    }

    /** @param secured how connections by https are secured, where not by the certificates that Java trusts */
    PictureClient(FetchProperties settings, UnaryOperator<HttpClient> secured) {
        this.http = secured.apply(HttpClient.create(ConnectionProvider.newConnection()).noProxy().secure()
                .followRedirect(false).compress(false)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) settings.connectTimeout().toMillis())
                .responseTimeout(settings.readTimeout())
                .httpResponseDecoder(limits -> limits.maxHeaderSize(MAX_HEADER_BYTES).maxInitialLineLength(4096))
                .headers(headers -> headers.set(HttpHeaderNames.USER_AGENT, "Azulejo")
                        .set(HttpHeaderNames.ACCEPT, "image/*").set(HttpHeaderNames.ACCEPT_ENCODING, "identity")));
    }

    /** What a host said. */
    sealed interface Answer {

        /** The bytes of a picture, or of what should be one. */
        final class Body implements Answer {

            private final byte[] data;

            Body(byte[] data) {
                this.data = data;
            }

            byte[] data() {
                return data;
            }
        }

        record Redirect(String location) implements Answer {}
    }

    /** @param checked the addresses of the host, any of which may be connected to */
    Answer get(WebAddress address, InetAddress[] checked, long maxBytes, Deadline deadline) {
        FetchException last = noPublicAddress();
        for (int i = 0; i < Math.min(checked.length, MAX_ADDRESSES); i++) {
            try {
                InetAddress ip = InetAddress.getByAddress(address.host(), checked[i].getAddress());
                return get(address, new InetSocketAddress(ip, address.port()), maxBytes, deadline);
            } catch (NotConnectedException _) {
                last = new FetchException(Reason.UNREACHABLE, "the host cannot be reached");
            } catch (UnknownHostException e) {
                throw new IllegalStateException(e);
            }
        }
        throw last;
    }

    private Answer get(WebAddress address, InetSocketAddress to, long maxBytes, Deadline deadline) {
        // The host's name goes along with the address, so that it is named in the request and in its certificate.
        HttpClient client = (address.secure() ? http : http.noSSL()).remoteAddress(() -> to);
        return await(client.get().uri(address.pathAndQuery())
                .response((response, body) -> read(response, body, maxBytes)).next(), deadline);
    }

    private static Mono<Answer> read(HttpClientResponse response, ByteBufFlux body, long maxBytes) {
        int status = response.status().code();
        String location = response.responseHeaders().get(HttpHeaderNames.LOCATION);
        if (location != null && status / 100 == 3 && status != 304) {
            return Mono.just(new Answer.Redirect(location));
        }
        if (status != 200) {
            return Mono.error(new FetchException(Reason.NO_PICTURE, "the host answered with the status " + status));
        }
        String coding = response.responseHeaders().get(HttpHeaderNames.CONTENT_ENCODING, "identity")
                .toLowerCase(Locale.ROOT);
        boolean packed = coding.equals("gzip") || coding.equals("x-gzip");
        if (!packed && !coding.equals("identity")) {
            return Mono.error(new FetchException(Reason.NO_PICTURE,
                    "the host packed it in a way that is not understood"));
        }
        return body.asByteArray().collect(ByteArrayOutputStream::new, (all, piece) -> add(all, piece, maxBytes))
                .map(ByteArrayOutputStream::toByteArray).publishOn(Schedulers.boundedElastic())
                .map(data -> new Answer.Body(packed ? unpack(data, maxBytes) : data));
    }

    private static void add(ByteArrayOutputStream all, byte[] piece, long maxBytes) {
        if (all.size() + (long) piece.length > maxBytes) {
            throw tooLarge(maxBytes);
        }
        all.writeBytes(piece);
    }

    private static byte[] unpack(byte[] data, long maxBytes) {
        try (GZIPInputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(data))) {
            byte[] all = unpacked.readNBytes((int) Math.min(maxBytes + 1, Integer.MAX_VALUE - 8));
            if (all.length > maxBytes) {
                throw tooLarge(maxBytes);
            }
            return all;
        } catch (IOException _) {
            throw new FetchException(Reason.NO_PICTURE, "what came cannot be unpacked");
        }
    }

    /** Work whose result is waited for, as long as there is time. */
    <T> T within(Deadline deadline, Callable<T> work) {
        return await(Mono.fromCallable(work).subscribeOn(Schedulers.boundedElastic()), deadline);
    }

    private static <T> T await(Mono<T> work, Deadline deadline) {
        try {
            T result = work.timeout(deadline.left()).block();
            if (result == null) {
                throw new FetchException(Reason.NO_PICTURE, "the host answered with nothing");
            }
            return result;
        } catch (RuntimeException e) {
            throw told(Exceptions.unwrap(e));
        }
    }

    private static RuntimeException told(@Nullable Throwable error) {
        return switch (error) {
            case FetchException known -> known;
            case UnknownHostException _ -> noPublicAddress();
            case ConnectException _ -> new NotConnectedException();
            case TimeoutException _,io.netty.handler.timeout.TimeoutException _ ->
                new FetchException(Reason.UNREACHABLE, "it did not come in time");
            case javax.net.ssl.SSLException _ ->
                new FetchException(Reason.UNREACHABLE, "the host's certificate is not one that is trusted");
            case null, default -> new FetchException(Reason.UNREACHABLE, "the host did not answer as one does by HTTP");
        };
    }

    static FetchException noPublicAddress() {
        return new FetchException(Reason.REFUSED, "its host has no public address");
    }

    private static FetchException tooLarge(long maxBytes) {
        return new FetchException(Reason.TOO_LARGE,
                "it has more than " + maxBytes + " bytes, the most for one picture");
    }

    /** Another address of the host may work. */
    private static final class NotConnectedException extends RuntimeException {

        private static final long serialVersionUID = 1L;
    }
}
