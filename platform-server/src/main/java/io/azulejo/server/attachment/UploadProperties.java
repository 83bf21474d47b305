package io.azulejo.server.attachment;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Limits of messages.
 *
 * @param maxPictureSize the most bytes of one picture
 * @param maxPicturePixels the most pixels of one picture, by its header
 * @param maxPictures the most pictures of one message
 * @param maxTextSize the most bytes of one message's text
 * @param keepUnused how long an upload is kept that no message shows
 */
@ConfigurationProperties("azulejo.uploads")
public record UploadProperties(@DefaultValue("20MB") DataSize maxPictureSize,
        @DefaultValue("100000000") long maxPicturePixels,
        @DefaultValue("20") int maxPictures, @DefaultValue("1MB") DataSize maxTextSize,
        @DefaultValue("24h") Duration keepUnused) {}
