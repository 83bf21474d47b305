package io.azulejo.server;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.security.autoconfigure.ReactiveUserDetailsServiceAutoConfiguration;

/** The application: conversations with vision-language models over HTTP. */
// It would make up a user with a password.
@SpringBootApplication(exclude = ReactiveUserDetailsServiceAutoConfiguration.class)
@ConfigurationPropertiesScan
public class AzulejoApplication {

    public static void main(String[] args) {
        SpringApplication.run(AzulejoApplication.class, args);
    }
}
