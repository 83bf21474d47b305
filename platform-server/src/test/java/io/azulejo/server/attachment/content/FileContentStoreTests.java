package io.azulejo.server.attachment.content;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class FileContentStoreTests {

    private static final String DIGEST = "ab12".repeat(16);

    @TempDir
    private Path directory;

    private FileContentStore store() {
        return new FileContentStore(directory.resolve("contents"));
    }

    private List<String> listed() {
        List<String> found = new ArrayList<>();
        store().list(found::add);
        return found;
    }

    @Test
    void contentWhenPutThenIsThereOnceInItsPlaceAndNothingElse() throws IOException {
        store().put(DIGEST, new byte[]{1, 2, 3});
        store().put(DIGEST, new byte[]{1, 2, 3});

        assertThat(store().get(DIGEST)).hasValue(new byte[]{1, 2, 3});
        assertThat(listed()).containsExactly(DIGEST);
        try (Stream<Path> files = Files.walk(directory).filter(Files::isRegularFile)) {
            assertThat(files).containsExactly(directory.resolve("contents/ab/12").resolve(DIGEST));
        }
    }

    @Test
    void contentWhenDeletedThenIsGone() {
        store().put(DIGEST, new byte[]{1});
        store().delete(DIGEST);
        store().delete(DIGEST);

        assertThat(store().get(DIGEST)).isEmpty();
        assertThat(listed()).isEmpty();
    }

    @Test
    void storeWhenItHasNothingYetThenListsNothing() {
        assertThat(listed()).isEmpty();
        assertThat(store().get(DIGEST)).isEmpty();
    }

    @Test
    void nameThatIsNoDigestWhenAskedForThenIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> store().get("../../secret"));
    }
}
