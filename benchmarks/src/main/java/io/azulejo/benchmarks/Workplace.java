package io.azulejo.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where models, peers and results lie, outside the repository.
 *
 * @param directory given by {@code --work}
 * @param peers the scripts of the peers, in the repository
 */
record Workplace(Path directory, Path peers) {

    Path models() {
        return directory.resolve("models");
    }

    /** The Python that {@code peers/setup} makes. */
    Path python() {
        return directory.resolve("python/bin/python");
    }

    /** vLLM has one of its own: it wants other versions. */
    Path pythonOfVllm() {
        return directory.resolve("python-vllm/bin/python");
    }

    /** A program of llama.cpp, which {@code peers/setup} builds. */
    Path llamaCpp(String program) {
        return directory.resolve("llama.cpp/build/bin").resolve(program);
    }

    Path log(String name) {
        return directory.resolve("logs").resolve(name.replaceAll("[^A-Za-z0-9.-]+", "-") + ".log");
    }

    Path script(String name) {
        return peers.resolve(name);
    }

    Path checkpoint(ModelShape model) {
        return models().resolve(model.toString());
    }

    /** Where the decoder lies as a text-only checkpoint. */
    Path textCheckpoint(ModelShape model) {
        return model.pictures() ? models().resolve(model + "-text") : checkpoint(model);
    }

    Path gguf(ModelShape model, String kind) {
        return models().resolve(model + "-" + kind + ".gguf");
    }

    static Path require(Path path, String remedy) throws MissingException {
        if (!Files.exists(path)) {
            throw new MissingException(path.getFileName() + " is not there; " + remedy);
        }
        return path;
    }
}
