package io.azulejo.server.attachment;

import java.time.Duration;

import org.springframework.util.unit.DataSize;

/** Checks of pictures for tests without an application. */
public final class SomeChecks {

    private SomeChecks() {}

    public static PictureChecks upTo(DataSize size) {
        return new PictureChecks(new UploadProperties(size, 1_000_000, 20, size, Duration.ofHours(1)));
    }
}
