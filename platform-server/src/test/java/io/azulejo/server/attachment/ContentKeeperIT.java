package io.azulejo.server.attachment;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.unit.DataSize;

import io.azulejo.server.AzulejoProperties;
import io.azulejo.server.Pictures;
import io.azulejo.server.ServerTest;
import io.azulejo.server.attachment.content.ContentProperties;
import io.azulejo.server.attachment.content.ContentProperties.S3;
import io.azulejo.server.attachment.content.ContentProperties.Store;
import io.azulejo.server.attachment.content.ContentStore;
import io.azulejo.server.attachment.content.ContentStores;
import io.azulejo.server.security.Person;
import io.azulejo.server.web.ProblemException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Contents in the database and in files, moved between them and cleared away. */
@ServerTest
class ContentKeeperIT {

    @Autowired
    private Attachments attachments;

    @Autowired
    private PictureChecks checks;

    @Autowired
    private AzulejoProperties application;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private PlatformTransactionManager transactions;

    @TempDir
    private Path directory;

    private ContentKeeper keeper(Store store) {
        return new ContentKeeper(stores(store), properties(store), jdbc, transactions);
    }

    private ContentStores stores(Store store) {
        return new ContentStores(properties(store), application);
    }

    private ContentProperties properties(Store store) {
        return new ContentProperties(store, true, directory, new S3(null, "", null, "", true, null, null), null, null);
    }

    private List<String> files() {
        List<String> found = new ArrayList<>();
        for (ContentStore store : stores(Store.FILES).all()) {
            store.list(found::add);
        }
        return found;
    }

    private Picture picture(int colour) {
        return checks.check(Pictures.png(colour), "x.png");
    }

    @Test
    void contentsWhenTheStoreChangesThenMoveThereAndBackAndStayReadable() {
        Picture picture = picture(0x2b4a01);
        StoredAttachment stored = attachments.store(Person.LOCAL.id(), picture);

        assertThat(keeper(Store.FILES).moveAll()).isPositive();
        assertThat(files()).contains(stored.digest());
        assertThat(column(stored.digest())).isEqualTo("files without content");
        assertThat(keeper(Store.FILES).find(stored.digest())).hasValue(picture.data());
        assertThat(keeper(Store.DATABASE).find(stored.digest())).hasValue(picture.data());

        assertThat(keeper(Store.DATABASE).moveAll()).isPositive();
        assertThat(attachments.content(stored.digest())).isEqualTo(picture.data());
        assertThat(files()).contains(stored.digest());
        keeper(Store.DATABASE).clear();
        assertThat(files()).isEmpty();
        assertThat(attachments.content(stored.digest())).isEqualTo(picture.data());
    }

    private String column(String digest) {
        return jdbc.sql("""
                select store || case when content is null then ' without content' else '' end
                from attachment_content where digest = :digest
                """).param("digest", digest).query(String.class).single();
    }

    @Test
    void contentOfATransactionThatFailsWhenClearedThenIsGoneAndOthersStay() {
        ContentKeeper keeper = keeper(Store.FILES);
        Picture kept = picture(0x2b4a02);
        Picture lost = picture(0x2b4a03);
        TransactionTemplate transaction = new TransactionTemplate(transactions);
        transaction.executeWithoutResult(_ -> keeper.put(Attachments.digest(kept.data()), kept));
        transaction.executeWithoutResult(status -> {
            keeper.put(Attachments.digest(lost.data()), lost);
            status.setRollbackOnly();
        });
        assertThat(files()).contains(Attachments.digest(kept.data()), Attachments.digest(lost.data()));

        keeper.clear();

        assertThat(files()).contains(Attachments.digest(kept.data())).doesNotContain(Attachments.digest(lost.data()));
        assertThat(keeper.find(Attachments.digest(kept.data()))).hasValue(kept.data());
        assertThat(keeper.find(Attachments.digest(lost.data()))).isEqualTo(Optional.empty());
        jdbc.sql("delete from attachment_content where digest = :digest")
                .param("digest", Attachments.digest(kept.data())).update();
        keeper.clear();
        assertThat(files()).doesNotContain(Attachments.digest(kept.data()));
    }

    @Test
    void pictureWhenThereIsNoRoomForItThenIsRefusedAndOneThatIsThereIsNot() {
        Picture first = picture(0x2b4a04);
        attachments.store(Person.LOCAL.id(), first);
        StorageLimits tight = new StorageLimits(new ContentProperties(Store.DATABASE, true, null,
                new S3(null, "", null, "", true, null, null), DataSize.ofBytes(1), DataSize.ofTerabytes(1)), jdbc);
        StorageLimits full = new StorageLimits(new ContentProperties(Store.DATABASE, true, null,
                new S3(null, "", null, "", true, null, null), DataSize.ofTerabytes(1), DataSize.ofBytes(1)), jdbc);

        assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> tight.check(Person.LOCAL.id(),
                Attachments.digest(first.data()), first)).withMessageContaining("Your pictures would take more");
        assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> full.check(Person.LOCAL.id(),
                Attachments.digest(first.data()), first)).withMessageContaining("no more room for pictures");
        attachments.store(Person.LOCAL.id(), first);
    }
}
