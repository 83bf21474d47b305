package io.azulejo.server.attachment.content;

import java.util.Optional;
import java.util.function.Consumer;

import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** Objects in a bucket of any server that speaks S3's protocol, under a prefix and their digests. */
final class S3ContentStore implements ContentStore, AutoCloseable {

    static final String NAME = "s3";

    private final S3Client client;
    private final String bucket;
    private final String prefix;

    S3ContentStore(S3Client client, String bucket, String prefix) {
        this.client = client;
        this.bucket = bucket;
        this.prefix = prefix;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void put(String digest, byte[] content) {
        if (!has(digest)) {
            client.putObject(request -> request.bucket(bucket).key(prefix + digest)
                    .contentType("application/octet-stream"), RequestBody.fromBytes(content));
        }
    }

    private boolean has(String digest) {
        try {
            client.headObject(request -> request.bucket(bucket).key(prefix + digest));
            return true;
        } catch (NoSuchKeyException _) {
            return false;
        }
    }

    @Override
    public Optional<byte[]> get(String digest) {
        try {
            return Optional.of(client.getObjectAsBytes(request -> request.bucket(bucket).key(prefix + digest))
                    .asByteArray());
        } catch (NoSuchKeyException _) {
            return Optional.empty();
        }
    }

    @Override
    public void delete(String digest) {
        client.deleteObject(request -> request.bucket(bucket).key(prefix + digest));
    }

    @Override
    public void list(Consumer<String> each) {
        client.listObjectsV2Paginator(request -> request.bucket(bucket).prefix(prefix)).contents().stream()
                .map(object -> object.key().substring(prefix.length()))
                .filter(name -> name.matches("[0-9a-f]{64}")).forEach(each);
    }

    @Override
    public void close() {
        client.close();
    }
}
