package io.azulejo.server.attachment.content;

import java.net.URI;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Where the bytes of attachments are kept.
 *
 * @param store the store of new ones: database, files or s3
 * @param move whether those in another store are moved there, some at a time
 * @param directory of the store files; attachments in the data directory where not set. All instances need the same one
 * @param s3 of the store s3
 * @param maxPerPerson the most bytes of one person's attachments, each content counted once; no limit where not set
 * @param maxTotal the most bytes of all contents; no limit where not set
 */
@ConfigurationProperties("azulejo.attachments")
public record ContentProperties(@DefaultValue("database") Store store, @DefaultValue("true") boolean move,
        @Nullable Path directory, @DefaultValue S3 s3, @Nullable DataSize maxPerPerson, @Nullable DataSize maxTotal) {

    /** The kinds of stores. */
    public enum Store {
        DATABASE, FILES, S3
    }

    /**
     * A bucket.
     *
     * @param bucket its name; it must be there
     * @param prefix what the names of all objects begin with
     * @param endpoint of a server that is not Amazon's
     * @param region where the bucket is
     * @param pathStyle whether the bucket stands in the path and not in the host's name, as most other servers need
     * @param accessKey where not set, credentials are looked for where Amazon's SDK does
     * @param secretKey of the access key
     */
    public record S3(@Nullable String bucket, @DefaultValue("azulejo/") String prefix, @Nullable URI endpoint,
            @DefaultValue("us-east-1") String region, @DefaultValue("true") boolean pathStyle,
            @Nullable String accessKey, @Nullable String secretKey) {}
}
