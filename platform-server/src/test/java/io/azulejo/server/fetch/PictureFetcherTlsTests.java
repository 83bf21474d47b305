package io.azulejo.server.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

import io.azulejo.server.Pictures;
import io.azulejo.server.attachment.SomeChecks;
import io.azulejo.server.fetch.FetchException.Reason;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** By https, with a certificate for one name. */
class PictureFetcherTlsTests {

    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final byte[] PICTURE = Pictures.png(0x654321);

    @TempDir
    private static Path directory;
    private static RawServer secure;
    private static RawServer plain;
    private static SslContext trusting;

    @BeforeAll
    static void start() throws Exception {
        Path file = directory.resolve("keys.p12");
        Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair", "-keyalg", "EC", "-alias", "pictures", "-dname", "CN=pictures.example", "-ext",
                "SAN=dns:pictures.example", "-keystore", file.toString(), "-storepass", new String(PASSWORD))
                .redirectErrorStream(true).redirectOutput(directory.resolve("keytool.log").toFile()).start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD);
        }
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), null, null);
        KeyStore certificates = KeyStore.getInstance("PKCS12");
        certificates.load(null, null);
        certificates.setCertificateEntry("pictures", keys.getCertificate("pictures"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(certificates);
        trusting = SslContextBuilder.forClient().trustManager(trust).build();
        plain = new RawServer((path, out) -> RawServer.answer(out, path.equals("/up")
                ? "301 Moved\r\nLocation: https://pictures.example:" + secure.port() + "/picture"
                : "200 OK", PICTURE));
        secure = new RawServer(context.getServerSocketFactory(), (path, out) -> RawServer.answer(out,
                path.equals("/down")
                        ? "301 Moved\r\nLocation: http://pictures.example:" + plain.port() + "/picture"
                        : "200 OK",
                PICTURE));
    }

    @AfterAll
    static void stop() throws IOException {
        secure.close();
        plain.close();
    }

    private static PictureFetcher fetcher(boolean trust) {
        FetchProperties settings = new FetchProperties(true, List.of(), List.of("127.0.0.0/8"),
                Set.of("http", "https"), Set.of(plain.port(), secure.port()), 3, null, Duration.ofSeconds(5),
                Duration.ofSeconds(10), Duration.ofSeconds(20), 4);
        return new PictureFetcher(settings, SomeChecks.upTo(DataSize.ofMegabytes(1)), new SimpleMeterRegistry(),
                _ -> new InetAddress[]{InetAddress.getLoopbackAddress()},
                trust
                        ? new PictureClient(settings, client -> client.secure(spec -> spec.sslContext(trusting)))
                        : new PictureClient(settings));
    }

    private static String at(String host, String path) {
        return "https://" + host + ":" + secure.port() + path;
    }

    @Test
    void certificateWhenItNamesTheHostThenThePictureComes() {
        assertThat(fetcher(true).fetch(at("pictures.example", "/picture")).data()).isEqualTo(PICTURE);
    }

    @Test
    void certificateWhenItNamesAnotherHostOrNobodyTrustsItThenNothingComes() {
        assertThat(catchThrowableOfType(FetchException.class,
                () -> fetcher(true).fetch(at("other.example", "/picture"))).reason()).isEqualTo(Reason.UNREACHABLE);
        assertThat(catchThrowableOfType(FetchException.class,
                () -> fetcher(false).fetch(at("pictures.example", "/picture"))).getMessage()).contains("certificate");
    }

    @Test
    void redirectWhenItLeadsToHttpsThenIsFollowedAndNeverTheOtherWay() {
        assertThat(fetcher(true).fetch("http://pictures.example:" + plain.port() + "/up").data()).isEqualTo(PICTURE);
        assertThat(catchThrowableOfType(FetchException.class,
                () -> fetcher(true).fetch(at("pictures.example", "/down"))).reason()).isEqualTo(Reason.REFUSED);
    }
}
