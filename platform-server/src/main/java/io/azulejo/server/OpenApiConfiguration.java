package io.azulejo.server;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The head of the OpenAPI document, at {@code /v3/api-docs} and readable at {@code /swagger-ui.html}. */
@Configuration(proxyBeanMethods = false)
class OpenApiConfiguration {

    @Bean
    OpenAPI openApi(ObjectProvider<BuildProperties> build) {
        BuildProperties properties = build.getIfAvailable();
        String version = properties == null ? null : properties.getVersion();
        return new OpenAPI().info(new Info().title("Azulejo").version(version == null ? "development" : version)
                .license(new License().name("Apache-2.0").url("https://www.apache.org/licenses/LICENSE-2.0"))
                .description(
                        """
                                Conversations with vision-language models.

                                - `/api/v1`: conversations that are kept, with pictures, and answers whose streams can be read \
                                again. Errors are problem details (RFC 9457).
                                - `/v1`: what OpenAI's clients speak. Responses are kept, chat completions are not. Errors have OpenAI's \
                                shape."""));
    }
}
