package io.azulejo.server.model;

import java.util.List;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The models that a user may pick: what each can do, whether it is ready, and what lies where. */
@RestController
@RequestMapping("/api/v1/models")
@Tag(name = "Models", description = "What answers")
class ModelController {

    /** @param models in the order of the configuration */
    record Page(List<ModelView> models) {}

    @Operation(summary = "List the models", description = "With capabilities, state and device map.")
    @GetMapping
    Page list(PermittedModels models) {
        return new Page(models.models().stream().map(model -> view(model, models)).toList());
    }

    @Operation(summary = "Read one model")
    @GetMapping("/{id}")
    ModelView read(@PathVariable String id, PermittedModels models) {
        return view(models.require(id), models);
    }

    private static ModelView view(AvailableModel model, PermittedModels models) {
        return ModelView.of(model, model.id().equals(models.defaultModel()));
    }
}
