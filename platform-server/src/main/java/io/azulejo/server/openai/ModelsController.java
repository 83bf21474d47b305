package io.azulejo.server.openai;

import java.time.Instant;
import java.util.List;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

import io.azulejo.server.model.AvailableModel;
import io.azulejo.server.model.PermittedModels;

/** The models, as OpenAI's clients ask for them. */
@RestController
@Tag(name = "OpenAI", description = "What OpenAI's clients speak")
class ModelsController {

    private final long started = Instant.now().getEpochSecond();

    @Operation(summary = "List the models", description = "The first one is not always the default: "
            + "azulejo.default-model says which one answers where a request names none.")
    @GetMapping(path = "/v1/models", produces = MediaType.APPLICATION_JSON_VALUE)
    ModelObject.Page list(PermittedModels models) {
        return new ModelObject.Page("list", models.models().stream().map(this::describe).toList());
    }

    @Operation(summary = "Read one model")
    @GetMapping(path = "/v1/models/{model}", produces = MediaType.APPLICATION_JSON_VALUE)
    ModelObject read(@PathVariable String model, PermittedModels models) {
        return describe(models.require(model));
    }

    private ModelObject describe(AvailableModel model) {
        List<String> inputs = model.descriptor().capabilities().pictures()
                ? List.of("text", "image")
                : List.of("text");
        return new ModelObject(model.id(), "model", started, model.backend(), model.descriptor().contextLength(),
                new ModelObject.Architecture(inputs, List.of("text")));
    }
}
