package io.azulejo.api.model;

import java.util.Set;

/**
 * What a model can do. The APIs refuse by name what is not here.
 *
 * @param pictures whether messages may have pictures
 * @param maxPictures the most pictures in one prompt; 0 where there are none
 * @param maxTiles the most tiles one picture may be cut into; 0 where there are no tiles
 * @param tools whether the model can be told of tools and call them; whether it must call one may be asked of it where the
 *        parameters name {@link GenerationParameter#TOOL_CHOICE}
 * @param continues whether it goes on with an answer that stands last in a prompt
 * @param maxTopLogprobs the most alternatives told for each token
 * @param parameters the parameters that it takes
 */
public record ModelCapabilities(boolean pictures, int maxPictures, int maxTiles, boolean tools, boolean continues,
        int maxTopLogprobs, Set<GenerationParameter> parameters) {

    public ModelCapabilities {
        parameters = Set.copyOf(parameters);
    }
}
