package io.azulejo.server.security;

import java.util.Objects;

import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.security.core.Authentication;
import org.springframework.web.reactive.BindingContext;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.result.method.HandlerMethodArgumentResolver;
import org.springframework.web.reactive.result.method.annotation.ArgumentResolverConfigurer;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Gives controllers the sender of the request where they have a parameter of type {@link Person}. */
@Configuration(proxyBeanMethods = false)
class PersonConfiguration {

    static {
        SpringDocUtils.getConfig().addRequestWrapperToIgnore(Person.class);
    }

    @Bean
    CurrentPerson currentPerson() {
        return exchange -> exchange.<Authentication>getPrincipal()
                .map(login -> (Person) Objects.requireNonNull(login.getPrincipal()));
    }

    @Bean
    WebFluxConfigurer personParameters(CurrentPerson current) {
        return new WebFluxConfigurer() {

            @Override
            public void configureArgumentResolvers(ArgumentResolverConfigurer configurer) {
                configurer.addCustomResolver(new Resolver(current));
            }
        };
    }

    private record Resolver(CurrentPerson current) implements HandlerMethodArgumentResolver {

        @Override
        public boolean supportsParameter(MethodParameter parameter) {
            return parameter.getParameterType().equals(Person.class);
        }

        @Override
        public Mono<Object> resolveArgument(MethodParameter parameter, BindingContext context,
                ServerWebExchange exchange) {
            return current.of(exchange).cast(Object.class);
        }
    }
}
