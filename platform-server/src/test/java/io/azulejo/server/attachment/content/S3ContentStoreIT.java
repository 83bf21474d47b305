package io.azulejo.server.attachment.content;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

import io.azulejo.server.ChildProcess;
import io.azulejo.server.openai.SdkProgram;

import static org.assertj.core.api.Assertions.assertThat;

/** Contents in a bucket, over S3's protocol. */
@Timeout(120)
class S3ContentStoreIT {

    private static final String DIGEST = "cd34".repeat(16);
    private static final String BUCKET = "pictures";

    private static @Nullable Process server;
    private static @Nullable S3Client opened;

    private final S3Client client = Objects.requireNonNull(opened);
    private final S3ContentStore store = new S3ContentStore(client, BUCKET, "azulejo/");

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        String python = SdkProgram.pythonWith("moto");
        int port = ChildProcess.freePort();
        Process started = new ProcessBuilder(python, "-m", "moto.server", "-H", "127.0.0.1", "-p",
                Integer.toString(port))
                .redirectErrorStream(true).redirectOutput(Path.of("target", "s3-server.log").toFile()).start();
        server = started;
        while (!accepts(port)) {
            assertThat(started.isAlive()).as("see target/s3-server.log").isTrue();
            Thread.sleep(100);
        }
        S3Client made = ContentStores.client(new ContentProperties.S3(BUCKET, "azulejo/",
                URI.create("http://127.0.0.1:" + port), "us-east-1", true, "key", "secret"));
        opened = made;
        made.createBucket(request -> request.bucket(BUCKET));
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException _) {
            return false;
        }
    }

    @AfterAll
    static void stop() {
        if (opened != null) {
            opened.close();
        }
        if (server != null) {
            server.destroy();
        }
    }

    private List<String> listed() {
        List<String> found = new ArrayList<>();
        store.list(found::add);
        return found;
    }

    @Test
    void contentWhenPutThenIsThereUntilItIsDeleted() {
        assertThat(store.get(DIGEST)).isEmpty();
        store.put(DIGEST, new byte[]{1, 2, 3});
        store.put(DIGEST, new byte[]{1, 2, 3});

        assertThat(store.get(DIGEST)).hasValue(new byte[]{1, 2, 3});
        assertThat(listed()).containsExactly(DIGEST);
        assertThat(client.listObjectsV2(request -> request.bucket(BUCKET)).contents()).singleElement()
                .satisfies(object -> assertThat(object.key()).isEqualTo("azulejo/" + DIGEST));

        store.delete(DIGEST);
        store.delete(DIGEST);
        assertThat(store.get(DIGEST)).isEmpty();
        assertThat(listed()).isEmpty();
    }

    @Test
    void contentsWhenThereAreMorePagesThanOneThenAllAreListed() {
        S3ContentStore many = new S3ContentStore(client, BUCKET, "many/");
        for (int i = 0; i < 1001; i++) {
            String digest = "%064x".formatted(i);
            client.putObject(request -> request.bucket(BUCKET).key("many/" + digest),
                    RequestBody.empty());
        }
        client.putObject(request -> request.bucket(BUCKET).key("many/something-else"),
                RequestBody.empty());

        List<String> found = new ArrayList<>();
        many.list(found::add);
        assertThat(found).hasSize(1001).doesNotHaveDuplicates();
    }
}
