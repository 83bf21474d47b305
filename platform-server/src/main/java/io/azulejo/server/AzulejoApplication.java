package io.azulejo.server;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** The application: conversations with vision-language models over HTTP. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class AzulejoApplication {

    public static void main(String[] args) {
        SpringApplication.run(AzulejoApplication.class, args);
    }
}
