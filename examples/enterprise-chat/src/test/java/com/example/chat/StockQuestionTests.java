package com.example.chat;

import io.azulejo.tck.ScriptedBackend;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Bean;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

import static org.assertj.core.api.Assertions.assertThat;

/** A tool of the application is called, and the answer has its result; the model answers by script. */
@SpringBootTest
@AutoConfigureMockMvc
class StockQuestionTests {

    @TestConfiguration
    static class Scripted {

        @Bean
        ScriptedBackend scriptedBackend() {
            return ScriptedBackend.named("test", "script");
        }
    }

    @Autowired
    private MockMvcTester http;

    @Test
    void theModelLooksIntoTheStockBeforeItAnswers() {
        assertThat(http.post().uri("/stock-questions").param("question", "How many blue ones? [[call=tilesInStock]]"))
                .hasStatusOk().bodyText().isEqualTo("The tools said: 0");
    }
}
