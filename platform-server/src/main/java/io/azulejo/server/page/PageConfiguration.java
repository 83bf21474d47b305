package io.azulejo.server.page;

import java.time.Duration;

import org.springframework.boot.autoconfigure.condition.ConditionalOnResource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.config.ResourceHandlerRegistration;
import org.springframework.web.reactive.config.ResourceHandlerRegistry;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.reactive.resource.EncodedResourceResolver;

/**
 * Serves the files of the web chat, compressed as the build left them. Those with a digest in their name never change;
 * the others are asked for again each time. Every address that is a view of the page answers with the page.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnResource(resources = "classpath:" + PageConfiguration.ROOT + "index.html")
class PageConfiguration implements WebFluxConfigurer {

    static final String ROOT = "META-INF/azulejo-web/";

    private static final String[] VIEWS = {"/", "/c/{id}", "/shared/{token}", "/admin", "/admin/**", "/settings/**",
            "/login", "/invitations/{token}", "/password-reset/{token}"};

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        add(registry, "/assets/**", "assets/", CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable());
        add(registry, "/samples/**", "samples/", CacheControl.maxAge(Duration.ofDays(1)).cachePublic());
        for (String file : new String[]{"icon.svg", "icon-192.png", "icon-512.png", "theme.js",
                "manifest.webmanifest"}) {
            add(registry, "/" + file, "", CacheControl.noCache());
        }
    }

    private static void add(ResourceHandlerRegistry registry, String pattern, String folder, CacheControl cache) {
        ResourceHandlerRegistration handler = registry.addResourceHandler(pattern)
                .addResourceLocations("classpath:" + ROOT + folder).setCacheControl(cache);
        handler.resourceChain(true).addResolver(new BrotliFirst()).addResolver(new EncodedResourceResolver());
    }

    /** The address of what is shared is a secret: it is neither passed on nor found. */
    private static void linkOnly(String view, HttpHeaders headers) {
        if (view.startsWith("/shared/")) {
            headers.set("Referrer-Policy", "no-referrer");
            headers.set("X-Robots-Tag", "noindex, nofollow");
        } else {
            headers.set("Referrer-Policy", "same-origin");
        }
    }

    @Bean
    RouterFunction<ServerResponse> page() {
        RouterFunctions.Builder routes = RouterFunctions.route();
        for (String view : VIEWS) {
            add(routes, view, "index.html", ContentSecurityPolicy.PAGE);
        }
        add(routes, "/diagram", "diagram.html", ContentSecurityPolicy.DIAGRAM);
        return routes.build();
    }

    private static void add(RouterFunctions.Builder routes, String path, String file, String policy) {
        Resource document = new ClassPathResource(ROOT + file);
        routes.GET(path, RequestPredicates.accept(MediaType.TEXT_HTML),
                _ -> ServerResponse.ok().contentType(MediaType.TEXT_HTML).cacheControl(CacheControl.noCache())
                        .header("Content-Security-Policy", policy).header("Cross-Origin-Opener-Policy", "same-origin")
                        .headers(headers -> linkOnly(path, headers)).header("X-Content-Type-Options", "nosniff")
                        .bodyValue(document));
    }
}
