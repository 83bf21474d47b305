package io.azulejo.server;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.SpecVersion;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.stereotype.Component;

/** Tells of every operation how its errors look: problems on {@code /api}, OpenAI's error objects on {@code /v1}. */
@Component
class OpenApiErrors implements OpenApiCustomizer {

    private static final String PROBLEM = "Problem";
    private static final String OPENAI_ERROR = "OpenAiError";

    @Override
    public void customise(OpenAPI document) {
        document.getComponents().addSchemas(PROBLEM, problem());
        document.getPaths().forEach((path, item) -> item.readOperations().forEach(operation -> {
            if (path.startsWith("/v1/") && document.getComponents().getSchemas().containsKey(OPENAI_ERROR)) {
                add(operation, "application/json", OPENAI_ERROR);
            } else if (path.startsWith("/api/")) {
                add(operation, "application/problem+json", PROBLEM);
            }
        }));
    }

    private static void add(Operation operation, String mediaType, String schema) {
        ApiResponses responses = operation.getResponses();
        if (!responses.containsKey("4XX")) {
            responses.addApiResponse("4XX", error("What is wrong with the request, and how to mend it", mediaType,
                    schema));
        }
        if (!responses.containsKey("503")) {
            responses.addApiResponse("503", error("The model, or the server, cannot serve now", mediaType, schema));
        }
    }

    private static ApiResponse error(String description, String mediaType, String schema) {
        return new ApiResponse().description(description).content(new Content().addMediaType(mediaType,
                new MediaType().schema(new Schema<>(SpecVersion.V31).$ref("#/components/schemas/" + schema))));
    }

    /** RFC 9457, with the members that are added here. */
    private static Schema<?> problem() {
        Schema<?> problem = new JsonSchema().typesItem("object").description("What went wrong (RFC 9457)");
        problem.addProperty("type", text("A URN that names the kind of problem"));
        problem.addProperty("title", text("The kind in words"));
        problem.addProperty("status", new JsonSchema().typesItem("integer"));
        problem.addProperty("detail", text("What is wrong here, and how to mend it"));
        problem.addProperty("instance", text("The path"));
        problem.addProperty("parameter", text("The field or parameter at fault"));
        problem.addProperty("retryAfterSeconds", new JsonSchema().typesItem("integer"));
        problem.addProperty("mode", text("How people log in here, where that is missing: accounts or oidc"));
        problem.addProperty("login", text("Where a browser begins a login at the provider, in oidc mode"));
        problem.addRequiredItem("type");
        problem.addRequiredItem("title");
        problem.addRequiredItem("status");
        return problem;
    }

    private static Schema<?> text(String description) {
        return new JsonSchema().typesItem("string").description(description);
    }
}
