package io.azulejo.server.security.account;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

import io.azulejo.server.security.PersonalArchive;
import io.azulejo.server.security.PersonalData;

/** People with all that is kept of them. All methods block. */
@Service
class People {

    private final Accounts accounts;
    private final List<PersonalData> data;
    private final JsonMapper json;

    People(Accounts accounts, List<PersonalData> data, JsonMapper json) {
        this.accounts = accounts;
        this.data = List.copyOf(data);
        this.json = json;
    }

    /** All or nothing. */
    @Transactional
    public void delete(UUID person) {
        accounts.requireDispensable(person);
        data.forEach(kept -> kept.delete(person));
        accounts.delete(person);
    }

    /** Writes a zip file while it reads, one thing after the other. */
    void export(UUID person, OutputStream stream) {
        try (ZipOutputStream zip = new ZipOutputStream(stream)) {
            Archive archive = new Archive(zip, json);
            archive.json("profile.json", accounts.byId(person).orElseThrow().account());
            data.forEach(kept -> kept.export(person, archive));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Archive(ZipOutputStream zip, JsonMapper json) implements PersonalArchive {

        @Override
        public void file(String name, byte[] content) {
            try {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(content);
                zip.closeEntry();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void json(String name, Object value) {
            file(name, json.writerWithDefaultPrettyPrinter().writeValueAsBytes(value));
        }
    }
}
