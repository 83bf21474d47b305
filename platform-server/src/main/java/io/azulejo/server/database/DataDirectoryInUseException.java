package io.azulejo.server.database;

import java.nio.file.Path;

/** Another application runs on the same data directory. */
final class DataDirectoryInUseException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String directory;
    private final String process;

    DataDirectoryInUseException(Path directory, String process) {
        super(directory + " is in use by process " + process);
        this.directory = directory.toString();
        this.process = process;
    }

    String directory() {
        return directory;
    }

    String process() {
        return process;
    }
}
