package io.azulejo.benchmarks;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Everyone who could be measured on a model, to be started one by one. */
final class Entrants {

    static final String AZULEJO = "Azulejo";

    private static final String SETUP = "run benchmarks/peers/setup";

    private final Options options;
    private final Workplace workplace;

    Entrants(Options options, Workplace workplace) {
        this.options = options;
        this.workplace = workplace;
    }

    /** @param files what it reads its weights from */
    record Entrant(String name, Path files, Starter starter) {

        Contender start() throws MissingException {
            return starter.start();
        }
    }

    @FunctionalInterface
    interface Starter {

        Contender start() throws MissingException;
    }

    List<Entrant> of(ModelShape model, Precision precision, Work.Part part) {
        List<Entrant> all = new ArrayList<>();
        all.add(new Entrant(AZULEJO, workplace.checkpoint(model), () -> azulejo(model, precision, part)));
        boolean text = part == Work.Part.TEXT;
        if (text) {
            all.add(new Entrant(LlamaCpp.NAME, workplace.gguf(model, precision.llamaCpp()),
                    () -> LlamaCpp.start(workplace, model, precision, options.threads())));
        }
        all.add(new Entrant("OpenVINO", text
                ? workplace.gguf(model, precision.openVino())
                : workplace.checkpoint(model), () -> python("OpenVINO", "openvino_peer.py", model, precision, part)));
        if (precision == Precision.BF16) {
            all.add(new Entrant("transformers", text ? workplace.textCheckpoint(model) : workplace.checkpoint(model),
                    () -> python("transformers", "transformers_peer.py", model, precision, part)));
        }
        if (precision == Precision.BF16 && text) {
            all.add(new Entrant("vLLM", workplace.textCheckpoint(model), () -> vllm(model)));
            all.add(new Entrant("Jlama", workplace.textCheckpoint(model), () -> {
                throw new MissingException("there is no runner for it yet");
            }));
        }
        return all.stream().filter(entrant -> options.wantsContender(entrant.name())).toList();
    }

    private Contender azulejo(ModelShape model, Precision precision, Work.Part part) throws MissingException {
        Path checkpoint = Workplace.require(workplace.checkpoint(model), SETUP);
        List<String> command = engineJvm("io.azulejo.benchmarks.engine.EngineWorker");
        command.add(checkpoint.toString());
        options.engine().getOrDefault(precision, Map.of()).forEach((key, value) -> command.add(key + "=" + value));
        return Worker.start(AZULEJO, command, workplace.log(AZULEJO + "-" + model + "-" + precision + "-" + part),
                options.threads());
    }

    /** The machine's limits, measured in a JVM as the engine has it. */
    Contender limits() throws MissingException {
        List<String> command = engineJvm("io.azulejo.benchmarks.engine.LimitsWorker");
        command.add(Integer.toString(options.threads()));
        return Worker.start("limits", command, workplace.log("limits"), options.threads());
    }

    private List<String> engineJvm(String main) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // What the build gives to every JVM with an engine, and so to this one.
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(options.jvm());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
        return command;
    }

    private Contender python(String name, String script, ModelShape model, Precision precision, Work.Part part)
            throws MissingException {
        List<String> command = new ArrayList<>(List.of(Workplace.require(workplace.python(), SETUP).toString(),
                workplace.script(script).toString(), workplace.models().toString(), model.toString(),
                Integer.toString(options.threads()), part == Work.Part.TEXT ? "text" : "pictures"));
        if (part == Work.Part.TEXT && name.equals("OpenVINO")) {
            Workplace.require(workplace.gguf(model, precision.openVino()), SETUP);
            command.add(precision.openVino());
        }
        return Worker.start(name, command, workplace.log(name + "-" + model + "-" + precision + "-" + part),
                options.threads());
    }

    private Contender vllm(ModelShape model) throws MissingException {
        Path python = Workplace.require(workplace.pythonOfVllm(), "it is set up by benchmarks/peers/setup --vllm");
        return Worker.start("vLLM", List.of(python.toString(), workplace.script("vllm_peer.py").toString(),
                workplace.models().toString(), model.toString(), Integer.toString(options.threads())),
                workplace.log("vLLM-" + model), options.threads());
    }
}
