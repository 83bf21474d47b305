package io.azulejo.server.openai;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/** Spring and springdoc read the pages of Swagger UI from their jar where they are asked for them. */
public final class PagesMayBlock implements BlockHoundIntegration {

    @Override
    public void applyTo(BlockHound.Builder builder) {
        builder.allowBlockingCallsInside("org.springframework.web.reactive.resource.PathResourceResolver",
                "getResource");
        builder.allowBlockingCallsInside("org.springframework.web.reactive.resource.ResourceWebHandler", "handle");
        builder.allowBlockingCallsInside("org.springdoc.webflux.ui.SwaggerIndexPageTransformer", "transform");
        // springdoc looks for annotations on all classes, of which those of tests have superclasses in jars.
        builder.allowBlockingCallsInside(
                "org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider",
                "findCandidateComponents");
    }
}
