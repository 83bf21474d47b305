package io.azulejo.server.model;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

import io.azulejo.api.error.BackendUnavailableException;

/**
 * The models that somebody may use; the others are as if they were not there. A controller takes it as a parameter, and it
 * is that of the sender of the request.
 */
public final class PermittedModels {

    private final ModelCatalog catalog;
    private final Predicate<String> permitted;
    private final Set<String> groups;

    /**
     * @param permitted whether the model of this id may be used
     * @param groups those of whom it is, who may have deployments of their own
     */
    public PermittedModels(ModelCatalog catalog, Predicate<String> permitted, Set<String> groups) {
        this.catalog = catalog;
        this.permitted = permitted;
        this.groups = Set.copyOf(groups);
    }

    /** In the order of the catalogue. */
    public List<AvailableModel> models() {
        return catalog.models().stream().filter(model -> permitted.test(model.id()))
                .flatMap(model -> model.forGroups(groups).stream()).toList();
    }

    /** @throws UnknownModelException where there is none of this id, or none for them */
    public AvailableModel require(String id) {
        return find(id).orElseThrow(() -> new UnknownModelException(id, models().stream().map(AvailableModel::id)
                .toList()));
    }

    private Optional<AvailableModel> find(String id) {
        return catalog.find(id).filter(model -> permitted.test(id)).flatMap(model -> model.forGroups(groups));
    }

    /**
     * The id of the model that answers where a request names none: that of the catalogue, or the first one that may be
     * used where that is not.
     *
     * @throws BackendUnavailableException where there is none
     */
    public String defaultModel() {
        String common = catalog.defaultModel();
        return find(common).isPresent()
                ? common
                : models().stream().findFirst().map(AvailableModel::id)
                        .orElseThrow(() -> new BackendUnavailableException(
                                "There is no model that you may use now. An administrator can allow one.", null));
    }
}
