package io.azulejo.server.model;

import java.util.List;
import java.util.Map;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

import io.azulejo.api.backend.BackendHealth;
import io.azulejo.api.model.GenerationParameter;
import io.azulejo.api.model.ModelCapabilities;
import io.azulejo.api.model.ModelDescriptor;

/**
 * A model as the API tells it.
 *
 * @param id the name by which requests pick it
 * @param family the architecture in words
 * @param backend the names of the backends that serve it, with commas between
 * @param isDefault whether it answers where a request names none
 * @param ready whether one of its backends can serve now
 * @param message why not, in words, or null
 * @param contextLength the most tokens of a prompt and its answer together
 * @param capabilities what it can do
 * @param deployments what serves it, and how each is now
 * @param details more for an operator, such as the device map with the bytes of each part
 */
record ModelView(String id, String family, String backend, boolean isDefault, boolean ready, @Nullable String message,
        int contextLength, Capabilities capabilities, List<Deployment.View> deployments, Map<String, Object> details) {

    /**
     * @param pictures whether messages may have pictures
     * @param maxPictures the most pictures in one prompt
     * @param maxTiles the most tiles a picture may be cut into
     * @param tools whether it can call tools
     * @param attention whether it can show where it looked
     * @param continues whether it goes on with an answer that was begun
     * @param maxTopLogprobs the most alternatives told for each token
     * @param parameters the parameters that it takes, by their names on the wire
     */
    @Schema(name = "Capabilities")
    record Capabilities(boolean pictures, int maxPictures, int maxTiles, boolean tools, boolean attention,
            boolean continues, int maxTopLogprobs, List<String> parameters) {

        private static Capabilities of(ModelCapabilities model, boolean attention) {
            return new Capabilities(model.pictures(), model.maxPictures(), model.maxTiles(), model.tools(),
                    attention, model.continues(), model.maxTopLogprobs(),
                    model.parameters().stream().sorted().map(GenerationParameter::wireName).toList());
        }
    }

    static ModelView of(AvailableModel model, boolean isDefault) {
        ModelDescriptor descriptor = model.descriptor();
        BackendHealth health = model.health();
        return new ModelView(descriptor.id(), descriptor.family(), model.backend(), isDefault,
                health.status() == BackendHealth.Status.UP, health.message(), descriptor.contextLength(),
                Capabilities.of(descriptor.capabilities(), model.mapsAttention()),
                model.deployments().stream().map(Deployment::view).toList(), descriptor.details());
    }
}
