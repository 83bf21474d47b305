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

    private final ModelCatalog catalog;

    ModelController(ModelCatalog catalog) {
        this.catalog = catalog;
    }

    /** @param models in the order of the configuration */
    record Page(List<ModelView> models) {}

    @Operation(summary = "List the models", description = "With capabilities, state and device map.")
    @GetMapping
    Page list() {
        return new Page(catalog.models().stream().map(this::view).toList());
    }

    @Operation(summary = "Read one model")
    @GetMapping("/{id}")
    ModelView read(@PathVariable String id) {
        return view(catalog.require(id));
    }

    private ModelView view(AvailableModel model) {
        return ModelView.of(model, model.id().equals(catalog.defaultModel()));
    }
}
