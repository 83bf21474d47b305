package io.azulejo.server;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.security.autoconfigure.ReactiveUserDetailsServiceAutoConfiguration;
import org.springframework.boot.security.oauth2.client.autoconfigure.reactive.ReactiveOAuth2ClientAutoConfiguration;
import org.springframework.boot.security.oauth2.client.autoconfigure.reactive.ReactiveOAuth2ClientWebSecurityAutoConfiguration;

/** The application: conversations with vision-language models over HTTP. */
// They would make up a user with a password, and ask a provider of logins at the start, which may be away then.
@SpringBootApplication(exclude = {ReactiveUserDetailsServiceAutoConfiguration.class,
        ReactiveOAuth2ClientAutoConfiguration.class, ReactiveOAuth2ClientWebSecurityAutoConfiguration.class})
@ConfigurationPropertiesScan
public class AzulejoApplication {

    public static void main(String[] args) {
        SpringApplication.run(AzulejoApplication.class, args);
    }
}
