package io.azulejo.server.model;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

import io.azulejo.api.model.GenerationParameter;
import io.azulejo.api.model.ModelCapabilities;
import io.azulejo.api.model.ModelDescriptor;

/**
 * What a model is that several deployments serve: what all of them can do, so that an answer does not depend on who gives
 * it. A deployment that takes no prompts with pictures says nothing about pictures, and one that takes none longer than
 * so many tokens nothing about the context, where others do.
 */
final class CommonDescriptor {

    private CommonDescriptor() {}

    static ModelDescriptor of(String id, List<Deployment> deployments) {
        List<Deployment> unbounded = deployments.stream()
                .filter(deployment -> deployment.conditions().maxPromptTokens() == null).toList();
        int contextLength = least(unbounded.isEmpty() ? deployments : unbounded, ModelDescriptor::contextLength);
        String family = deployments.stream().map(deployment -> deployment.descriptor().family()).distinct()
                .collect(Collectors.joining(", "));
        Map<String, Object> details = new LinkedHashMap<>();
        deployments.forEach(deployment -> details.put(deployment.name(), deployment.descriptor().details()));
        return new ModelDescriptor(id, family, contextLength, capabilities(deployments), details);
    }

    private static ModelCapabilities capabilities(List<Deployment> deployments) {
        List<Deployment> seeing = deployments.stream().filter(deployment -> deployment.conditions().allow(true))
                .toList();
        boolean pictures = !seeing.isEmpty() && all(seeing, ModelCapabilities::pictures);
        return new ModelCapabilities(pictures, pictures ? least(seeing, of(ModelCapabilities::maxPictures)) : 0,
                pictures ? least(seeing, of(ModelCapabilities::maxTiles)) : 0,
                all(deployments, ModelCapabilities::tools), all(deployments, ModelCapabilities::continues),
                least(deployments, of(ModelCapabilities::maxTopLogprobs)), parameters(deployments, seeing));
    }

    private static Set<GenerationParameter> parameters(List<Deployment> deployments, List<Deployment> seeing) {
        Set<GenerationParameter> parameters = EnumSet.noneOf(GenerationParameter.class);
        for (GenerationParameter parameter : GenerationParameter.values()) {
            List<Deployment> asked = parameter == GenerationParameter.MAX_TILES ? seeing : deployments;
            if (!asked.isEmpty() && all(asked, can -> can.parameters().contains(parameter))) {
                parameters.add(parameter);
            }
        }
        return parameters;
    }

    private static boolean all(List<Deployment> deployments, Predicate<ModelCapabilities> can) {
        return deployments.stream().allMatch(deployment -> can.test(deployment.descriptor().capabilities()));
    }

    private static int least(List<Deployment> deployments, ToIntFunction<ModelDescriptor> figure) {
        return deployments.stream().map(Deployment::descriptor).mapToInt(figure).min().orElseThrow();
    }

    private static ToIntFunction<ModelDescriptor> of(ToIntFunction<ModelCapabilities> figure) {
        return model -> figure.applyAsInt(model.capabilities());
    }
}
