package io.azulejo.server.group;

import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.web.reactive.BindingContext;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.result.method.HandlerMethodArgumentResolver;
import org.springframework.web.reactive.result.method.annotation.ArgumentResolverConfigurer;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

import io.azulejo.server.database.Blocking;
import io.azulejo.server.model.PermittedModels;
import io.azulejo.server.security.CurrentPerson;

/** Gives controllers the models of the sender of the request where they have a parameter of that type. */
@Configuration(proxyBeanMethods = false)
class PermittedModelsConfiguration {

    static {
        SpringDocUtils.getConfig().addRequestWrapperToIgnore(PermittedModels.class);
    }

    @Bean
    WebFluxConfigurer permittedModelsParameters(CurrentPerson current, ModelPermissions permissions,
            Blocking blocking) {
        return new WebFluxConfigurer() {

            @Override
            public void configureArgumentResolvers(ArgumentResolverConfigurer configurer) {
                configurer.addCustomResolver(new Resolver(current, permissions, blocking));
            }
        };
    }

    private record Resolver(CurrentPerson current, ModelPermissions permissions,
            Blocking blocking) implements HandlerMethodArgumentResolver {

        @Override
        public boolean supportsParameter(MethodParameter parameter) {
            return parameter.getParameterType().equals(PermittedModels.class);
        }

        @Override
        public Mono<Object> resolveArgument(MethodParameter parameter, BindingContext context,
                ServerWebExchange exchange) {
            return current.of(exchange).flatMap(person -> blocking.call(() -> permissions.of(person)));
        }
    }
}
