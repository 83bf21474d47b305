package io.azulejo.libtorch.device;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import io.azulejo.libtorch.tensor.ComputeDevice;

/** A device map by names, held against the modules that there are. */
final class ExplicitMap {

    /** Names that the card's own maps carry for decoders of another kind. */
    private static final Set<String> FOREIGN = Set.of("language_model.model.tok_embeddings", "language_model.output");
    /** The card's maps name layers past the last one, too. */
    private static final Pattern LAYER = Pattern.compile("(language_model\\.)?model\\.layers\\.\\d+");

    private final Map<String, ComputeDevice> given;
    private final List<ModuleSize> modules;

    ExplicitMap(Map<String, ComputeDevice> given, List<ModuleSize> modules) {
        this.given = given;
        this.modules = modules;
    }

    Map<String, ComputeDevice> resolve() {
        given.keySet().forEach(this::checkKnown);
        Map<String, ComputeDevice> devices = new HashMap<>();
        for (ModuleSize module : modules) {
            String best = given.keySet().stream().filter(name -> holds(name, module.name()))
                    .max((a, b) -> Integer.compare(a.length(), b.length()))
                    .orElseThrow(() -> new DevicePlanException("The device map says nothing of " + module.name()
                            + ". Name it, or a prefix of it."));
            devices.put(module.name(), given.get(best));
        }
        return devices;
    }

    private void checkKnown(String name) {
        if (FOREIGN.contains(name) || LAYER.matcher(name).matches()
                || modules.stream().anyMatch(module -> holds(name, module.name()))) {
            return;
        }
        for (ModuleSize module : modules) {
            if (holds(module.name(), name)) {
                throw new DevicePlanException("The device map names " + name + ", but " + module.name()
                        + " stays in one piece.");
            }
        }
        throw new DevicePlanException("The device map names " + name + ", but the model has no such module. It has "
                + String.join(", ",
                        modules.stream().filter(module -> module.layer() <= 0).map(ModuleSize::name).toList())
                + " and the layers after that.");
    }

    private static boolean holds(String prefix, String module) {
        return prefix.isEmpty() || module.equals(prefix) || module.startsWith(prefix + ".");
    }
}
