package io.azulejo.server.attachment.content;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

import io.azulejo.api.backend.InvalidSettingException;
import io.azulejo.server.AzulejoProperties;

/** The stores beside the database: the one for new contents, and those that contents may still be in. */
@Component
public class ContentStores implements DisposableBean {

    private final Map<String, ContentStore> stores = new LinkedHashMap<>();
    private final ContentProperties properties;

    /** @throws InvalidSettingException where the store for new contents lacks a setting */
    public ContentStores(ContentProperties properties, AzulejoProperties application) {
        this.properties = properties;
        Path directory = properties.directory() == null
                ? application.dataDirectory().resolve("attachments")
                : properties.directory();
        add(new FileContentStore(directory));
        if (properties.s3().bucket() != null) {
            add(new S3ContentStore(client(properties.s3()), properties.s3().bucket(), properties.s3().prefix()));
        } else if (properties.store() == ContentProperties.Store.S3) {
            throw new InvalidSettingException("azulejo.attachments.s3.bucket", null, "It is not set.",
                    "Name the bucket that attachments are to be kept in.");
        }
    }

    private void add(ContentStore store) {
        stores.put(store.name(), store);
    }

    static S3Client client(ContentProperties.S3 settings) {
        S3ClientBuilder builder = S3Client.builder().region(Region.of(settings.region()))
                .forcePathStyle(settings.pathStyle()).httpClientBuilder(UrlConnectionHttpClient.builder())
                // Other servers know no other checksums.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED);
        if (settings.endpoint() != null) {
            builder.endpointOverride(settings.endpoint());
        }
        if (settings.accessKey() != null && settings.secretKey() != null) {
            builder.credentialsProvider(StaticCredentialsProvider
                    .create(AwsBasicCredentials.create(settings.accessKey(), settings.secretKey())));
        }
        return builder.build();
    }

    /** The name of the store for new contents. */
    public String current() {
        return properties.store().name().toLowerCase(Locale.ROOT);
    }

    /** The store for new contents; empty where that is the database. */
    public Optional<ContentStore> currentStore() {
        return Optional.ofNullable(stores.get(current()));
    }

    /** A store that contents are in. */
    public ContentStore require(String name) {
        @Nullable
        ContentStore store = stores.get(name);
        if (store == null) {
            throw new IllegalStateException("Attachments are in the store '" + name + "', which is not configured. "
                    + "Configure azulejo.attachments." + name + " until they are moved.");
        }
        return store;
    }

    /** All stores beside the database that are configured. */
    public Iterable<ContentStore> all() {
        return stores.values();
    }

    @Override
    public void destroy() throws Exception {
        for (ContentStore store : stores.values()) {
            if (store instanceof AutoCloseable open) {
                open.close();
            }
        }
    }
}
