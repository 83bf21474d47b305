package io.azulejo.server.fetch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

import io.azulejo.api.error.OverCapacityException;
import io.azulejo.server.Pictures;
import io.azulejo.server.attachment.SomeChecks;
import io.azulejo.server.fetch.FetchException.Reason;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** Against a server that says what no good one does; loopback is allowed here as a network, by its setting. */
class PictureFetcherTests {

    private static final byte[] PICTURE = Pictures.png(0x123456);
    private static final Map<String, String> HOSTS = Map.of("pictures.example", "127.0.0.1", "inside.example",
            "10.0.0.7", "metadata.example", "169.254.169.254", "mapped.example", "::ffff:10.0.0.7");

    private static final CountDownLatch HELD = new CountDownLatch(1);
    private static final CountDownLatch RELEASE = new CountDownLatch(1);
    private static RawServer server;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @BeforeAll
    static void start() throws IOException {
        server = new RawServer(PictureFetcherTests::say);
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    private static void say(String path, OutputStream out) throws IOException {
        String[] words = path.substring(1).split("[/?]", 2);
        switch (words[0]) {
            case "picture" -> RawServer.answer(out, "200 OK\r\nContent-Type: text/html\r\nSet-Cookie: a=b", PICTURE);
            case "page" -> RawServer.answer(out, "200 OK\r\nContent-Type: image/png", "<html>secret".getBytes(
                    StandardCharsets.US_ASCII));
            case "status" -> RawServer.answer(out, words[1] + " Words", words[1].equals("200") ? new byte[0] : PICTURE);
            case "to" -> RawServer.answer(out, "302 Found\r\nLocation: " + words[1], new byte[0]);
            case "hop" -> RawServer.answer(out, "307 On\r\nLocation: /" + (words[1].equals("1")
                    ? "picture"
                    : "hop/" + (Integer.parseInt(words[1]) - 1)), new byte[0]);
            case "gzip" -> RawServer.answer(out, "200 OK\r\nContent-Encoding: gzip", zipped(PICTURE));
            case "bomb" -> RawServer.answer(out, "200 OK\r\nContent-Encoding: gzip", zipped(new byte[50_000_000]));
            case "brotli" -> RawServer.answer(out, "200 OK\r\nContent-Encoding: br", PICTURE);
            case "endless" -> endless(out);
            case "drip" -> drip(out);
            case "headers" -> RawServer.answer(out, "200 OK\r\nX-Large: " + "x".repeat(100_000), PICTURE);
            case "nonsense" -> out.write("SSH-2.0-OpenSSH\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            case "cut" -> out.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nabc".getBytes(
                    StandardCharsets.US_ASCII));
            case "silent" -> await(new CountDownLatch(1), 20);
            case "held" -> {
                HELD.countDown();
                await(RELEASE, 30);
                RawServer.answer(out, "200 OK", PICTURE);
            }
            default -> throw new IllegalArgumentException(path);
        }
    }

    private static void await(CountDownLatch latch, int seconds) {
        try {
            boolean _ = latch.await(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static byte[] zipped(byte[] data) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(data);
        }
        return out.toByteArray();
    }

    private static void endless(OutputStream out) throws IOException {
        out.write("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        while (true) {
            out.write(new byte[8192]);
        }
    }

    /** Comes often enough for any limit of silence. */
    private static void drip(OutputStream out) throws IOException {
        out.write("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        while (true) {
            out.write(1);
            out.flush();
            await(new CountDownLatch(1), 1);
        }
    }

    private static FetchProperties settings(int redirects, Duration timeout, List<String> hosts, int concurrency) {
        return new FetchProperties(true, hosts, List.of("127.0.0.0/8"), Set.of("http", "https"),
                Set.of(server.port(), 443), redirects, DataSize.ofKilobytes(100), Duration.ofSeconds(3),
                Duration.ofSeconds(5), timeout, concurrency);
    }

    private PictureFetcher fetcher(FetchProperties settings, HostResolver resolver) {
        return new PictureFetcher(settings, SomeChecks.upTo(DataSize.ofMegabytes(1)), meters, resolver,
                new PictureClient(settings));
    }

    private PictureFetcher fetcher(int redirects) {
        return fetcher(settings(redirects, Duration.ofSeconds(20), List.of(), 4), PictureFetcherTests::resolve);
    }

    private static InetAddress[] resolve(String host) throws UnknownHostException {
        return InetAddress.getAllByName(HOSTS.getOrDefault(host, host));
    }

    private static InetAddress[] addresses(String first, String second) throws UnknownHostException {
        return new InetAddress[]{InetAddress.getAllByName(first)[0], InetAddress.getAllByName(second)[0]};
    }

    private static String at(String path) {
        return "http://pictures.example:" + server.port() + "/" + path;
    }

    private static FetchException failure(PictureFetcher fetcher, String address) {
        return catchThrowableOfType(FetchException.class, () -> fetcher.fetch(address));
    }

    @Test
    void pictureWhenFetchedThenIsWhatCameWithItsTrueTypeAndNothingOfOursWentAlong() {
        assertThat(fetcher(0).fetch(at("picture?w=1&h=%20"))).satisfies(picture -> {
            assertThat(picture.data()).isEqualTo(PICTURE);
            assertThat(picture.mediaType()).isEqualTo("image/png");
        });
        String head = server.heads().stream().filter(each -> each.contains("picture?w=1&h=%20")).findFirst()
                .orElseThrow().toLowerCase(Locale.ROOT);
        assertThat(head).contains("host: pictures.example:" + server.port(), "accept-encoding: identity")
                .doesNotContain("cookie", "authorization", "referer");
        assertThat(meters.timer("azulejo.pictures.fetched", "outcome", "fetched").count()).isOne();
    }

    @Test
    void packedPictureWhenFetchedThenIsUnpackedUpToTheLimit() {
        assertThat(fetcher(0).fetch(at("gzip")).data()).isEqualTo(PICTURE);
        assertThat(failure(fetcher(0), at("bomb")).reason()).isEqualTo(Reason.TOO_LARGE);
        assertThat(failure(fetcher(0), at("brotli")).reason()).isEqualTo(Reason.NO_PICTURE);
    }

    @ParameterizedTest
    @CsvSource({"page,NO_PICTURE", "status/204,NO_PICTURE", "status/304,NO_PICTURE", "status/404,NO_PICTURE",
            "status/200,NO_PICTURE", "status/206,NO_PICTURE", "endless,TOO_LARGE", "headers,UNREACHABLE",
            "nonsense,UNREACHABLE", "cut,UNREACHABLE"})
    void answerWhenItIsNoPictureThenIsRefusedAndNotRepeated(String path, Reason reason) {
        FetchException failure = failure(fetcher(0), at(path));
        assertThat(failure.reason()).isEqualTo(reason);
        assertThat(failure.getMessage()).doesNotContain("secret", "127.0.0.1", "SSH");
    }

    @ParameterizedTest
    @ValueSource(strings = {"drip", "silent"})
    void answerWhenItTakesTooLongAltogetherThenIsGivenUp(String path) {
        PictureFetcher fetcher = fetcher(settings(0, Duration.ofMillis(1500), List.of(), 4),
                PictureFetcherTests::resolve);
        assertThat(failure(fetcher, at(path)).reason()).isEqualTo(Reason.UNREACHABLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://inside.example:PORT/picture", "http://metadata.example:PORT/latest/meta-data",
            "http://mapped.example:PORT/picture", "http://10.0.0.7:PORT/picture", "http://[::1]:PORT/picture",
            "http://[::ffff:a00:7]:PORT/picture", "http://[64:ff9b::a00:7]:PORT/picture", "http://0:PORT/",
            "http://167772167:PORT/picture", "http://user:word@pictures.example:PORT/picture",
            "http://user@pictures.example:PORT/picture", "ftp://pictures.example:PORT/picture", "file:///etc/passwd",
            "http://pictures.example:22/picture", "http://pictures.example:PORT /picture", "http:///picture",
            "https", "http://pictures.example\\@inside.example:PORT/"})
    void addressWhenItMayNotBeFetchedThenIsRefusedBeforeAnythingIsSent(String address) {
        int before = server.heads().size();
        FetchException failure = failure(fetcher(0), address.replace("PORT", String.valueOf(server.port())));
        assertThat(failure.reason()).isEqualTo(Reason.REFUSED);
        assertThat(failure.getMessage()).doesNotContain("10.0.0.7", "169.254", "127.0.0.1");
        assertThat(server.heads()).hasSize(before);
    }

    @Test
    void hostWhenUnknownOrInsideThenIsRefusedInTheSameWords() {
        PictureFetcher fetcher = fetcher(settings(0, Duration.ofSeconds(20), List.of(), 4), host -> {
            if (host.equals("unknown.example")) {
                throw new UnknownHostException(host);
            }
            return resolve(host);
        });
        assertThat(failure(fetcher, "https://unknown.example/").getMessage())
                .isEqualTo(failure(fetcher, "https://inside.example/").getMessage());
    }

    @Test
    void hostWhenOneOfItsAddressesIsInsideThenIsRefused() {
        PictureFetcher fetcher = fetcher(settings(0, Duration.ofSeconds(20), List.of(), 4),
                _ -> addresses("127.0.0.1", "10.0.0.7"));
        assertThat(failure(fetcher, at("picture")).reason()).isEqualTo(Reason.REFUSED);
    }

    @Test
    void nameWhenItMeansAnotherAddressAMomentLaterThenIsAskedOnlyOnce() {
        Deque<String> answers = new ArrayDeque<>(List.of("127.0.0.1", "10.0.0.7"));
        PictureFetcher fetcher = fetcher(settings(0, Duration.ofSeconds(20), List.of(), 4),
                _ -> InetAddress.getAllByName(answers.removeFirst()));
        assertThat(fetcher.fetch(at("picture")).data()).isEqualTo(PICTURE);
        assertThat(answers).containsExactly("10.0.0.7");
        assertThat(failure(fetcher, at("picture")).reason()).isEqualTo(Reason.REFUSED);
    }

    @Test
    void redirectWhenFollowedThenEachPlaceIsCheckedAsTheFirst() {
        assertThat(fetcher(3).fetch(at("hop/3")).data()).isEqualTo(PICTURE);
        assertThat(failure(fetcher(3), at("hop/4")).getMessage()).contains("more than 3 times");
        assertThat(failure(fetcher(0), at("hop/1")).getMessage()).contains("redirects");
        for (String to : List.of("http://inside.example:PORT/picture", "http://127.0.0.1:22/", "//10.0.0.7:PORT/",
                "http://metadata.example:PORT/", "file:///etc/passwd", "http://a:b@pictures.example:PORT/picture",
                "gopher://pictures.example:PORT/")) {
            FetchException failure = failure(fetcher(3), at("to/" + to.replace("PORT", "" + server.port())));
            assertThat(failure.reason()).as(to).isEqualTo(Reason.REFUSED);
            assertThat(failure.getMessage()).doesNotContain("inside.example", "10.0.0.7", "metadata");
        }
    }

    @Test
    void hostWhenOnlySomeAreAllowedThenOthersAreRefused() {
        PictureFetcher fetcher = fetcher(settings(1, Duration.ofSeconds(20),
                List.of("pictures.example", "*.cdn.example"), 4), _ -> resolve("pictures.example"));
        assertThat(fetcher.fetch(at("picture")).data()).isEqualTo(PICTURE);
        assertThat(fetcher.fetch(at("picture").replace("pictures.example", "A.CDN.example.")).data())
                .isEqualTo(PICTURE);
        for (String host : List.of("other.example", "cdn.example", "evilcdn.example", "pictures.example.evil.org")) {
            assertThat(failure(fetcher, at("picture").replace("pictures.example", host)).reason()).as(host)
                    .isEqualTo(Reason.REFUSED);
        }
        assertThat(failure(fetcher, at("to/https://other.example/")).reason()).isEqualTo(Reason.REFUSED);
    }

    @Test
    void hostWhenItsFirstAddressTakesNoConnectionThenTheNextIsAsked() {
        PictureFetcher fetcher = fetcher(settings(0, Duration.ofSeconds(20), List.of(), 4),
                _ -> addresses("127.0.0.2", "127.0.0.1"));
        assertThat(fetcher.fetch(at("picture")).data()).isEqualTo(PICTURE);
    }

    @Test
    void placesWhenAllAreTakenForTooLongThenItSaysWhenToComeAgain() throws InterruptedException {
        PictureFetcher fetcher = fetcher(settings(0, Duration.ofSeconds(8), List.of(), 1),
                PictureFetcherTests::resolve);
        Thread.ofVirtual().start(() -> fetcher.fetch(at("held")));
        HELD.await();
        assertThatExceptionOfType(OverCapacityException.class).isThrownBy(() -> fetcher.fetch(at("picture")));
        RELEASE.countDown();
    }

    @Test
    void fetcherWhenSwitchedOffThenFetchesNothing() {
        FetchProperties off = new FetchProperties(false, List.of(), List.of("127.0.0.0/8"), Set.of("http"),
                Set.of(server.port()), 0, null, Duration.ofSeconds(3), Duration.ofSeconds(5), Duration.ofSeconds(9),
                1);
        assertThatExceptionOfType(FetchException.class)
                .isThrownBy(() -> fetcher(off, PictureFetcherTests::resolve).fetch(at("picture")))
                .withMessageContaining("fetches none");
    }
}
