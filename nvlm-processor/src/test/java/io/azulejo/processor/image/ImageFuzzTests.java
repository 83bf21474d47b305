package io.azulejo.processor.image;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** Thousands of broken files of every kind: each is decoded or refused in words, whatever the decoders stumble over. */
class ImageFuzzTests {

    private static final int MUTATIONS_PER_FILE = 20;
    private static final int HEADER = 100;

    private final ImageDecoder decoder = new ImageDecoder();
    /** Large enough for damaged sizes to pass now and then, small enough for the test's heap. */
    private final ImageLimits limits = new ImageLimits(2_000_000, 1 << 20);

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void decodeWhenFilesAreDamagedThenPictureOrReason() {
        List<String> failures = new ArrayList<>();
        int refused = 0;
        int decoded = 0;
        for (Goldens.PictureFile file : Goldens.pictureFiles()) {
            byte[] whole = file.data();
            for (int seed = 0; seed < MUTATIONS_PER_FILE; seed++) {
                byte[] damaged = damage(whole, new Random(31L * seed + file.name().hashCode()));
                try {
                    decoder.decode(damaged, true, limits);
                    decoded++;
                } catch (ImageException e) {
                    refused++;
                    if (e.reason().isBlank()) {
                        failures.add(file + ", seed " + seed + ": no reason");
                    }
                } catch (Throwable e) {
                    failures.add(file + ", seed " + seed + ": " + e);
                }
            }
        }
        assertThat(failures).isEmpty();
        assertThat(refused).isGreaterThan(1000);
        assertThat(decoded).isGreaterThan(100);
    }

    @Test
    void readInfoWhenFilesAreDamagedThenHeaderOrReason() {
        for (Goldens.PictureFile file : Goldens.pictureFiles()) {
            for (int length = 0; length < Math.min(file.data().length, 200); length++) {
                byte[] cut = Arrays.copyOf(file.data(), length);
                try {
                    assertThat(decoder.readInfo(cut, limits).width()).isPositive();
                } catch (ImageException e) {
                    assertThat(e.reason()).endsWith(".");
                }
            }
        }
    }

    /** One to four changes, most of them in the header, where they mislead most. */
    private static byte[] damage(byte[] whole, Random random) {
        byte[] data = whole.clone();
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes && data.length > 2; i++) {
            boolean anywhere = random.nextInt(4) == 0;
            int at = random.nextInt(anywhere ? data.length : Math.min(data.length, HEADER));
            int length = Math.min(1 + random.nextInt(4), data.length - at);
            switch (random.nextInt(7)) {
                case 0 -> data[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> data[at] = (byte) random.nextInt(256);
                case 2 -> data = Arrays.copyOf(data, at + 1);
                case 3 -> Arrays.fill(data, at, at + length, (byte) 0xFF);
                case 4 -> Arrays.fill(data, at, at + length, (byte) 0);
                case 5 -> data = spliced(data, at, at, random.nextInt(16));
                default -> data = spliced(data, at, at + length, 0);
            }
        }
        return data;
    }

    /** Without the bytes from {@code start} to {@code end}, and with {@code zeros} bytes in their place. */
    private static byte[] spliced(byte[] data, int start, int end, int zeros) {
        byte[] result = new byte[data.length - (end - start) + zeros];
        System.arraycopy(data, 0, result, 0, start);
        System.arraycopy(data, end, result, start + zeros, data.length - end);
        return result;
    }
}
