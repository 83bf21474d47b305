package io.azulejo.server.openai;

import java.util.Set;

import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.core.MethodParameter;
import org.springframework.web.reactive.BindingContext;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.result.method.HandlerMethodArgumentResolver;
import org.springframework.web.reactive.result.method.annotation.ArgumentResolverConfigurer;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

import io.azulejo.server.model.ModelCatalog;
import io.azulejo.server.model.PermittedModels;
import io.azulejo.server.security.Person;

/** The sender of every request where there is no database: one person, who may use every model. */
record OnePerson(ModelCatalog catalog) implements WebFluxConfigurer, HandlerMethodArgumentResolver {

    static {
        SpringDocUtils.getConfig().addRequestWrapperToIgnore(Person.class, PermittedModels.class);
    }

    @Override
    public void configureArgumentResolvers(ArgumentResolverConfigurer configurer) {
        configurer.addCustomResolver(this);
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return Set.of(Person.class, PermittedModels.class).contains(parameter.getParameterType());
    }

    @Override
    public Mono<Object> resolveArgument(MethodParameter parameter, BindingContext context,
            ServerWebExchange exchange) {
        return Mono.just(parameter.getParameterType().equals(Person.class)
                ? Person.LOCAL
                : new PermittedModels(catalog, _ -> true, Set.of()));
    }
}
