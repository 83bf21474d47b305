package io.azulejo.server.openai;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpStatusCode;

import io.azulejo.server.web.ProblemException;

import static org.assertj.core.api.Assertions.assertThat;

class OpenAiErrorsTests {

    /** Clients of OpenAI's retry by the type. */
    @ParameterizedTest
    @CsvSource({"400, invalid_request_error", "401, authentication_error", "403, permission_error",
            "429, rate_limit_error",
            "503, server_error"})
    void problemsOfEveryApiGetOpenAisTypes(int status, String type) {
        OpenAiException error = OpenAiErrors.of(ProblemException.of(HttpStatusCode.valueOf(status), "some", "Some",
                "Something."));

        assertThat(error.error().error().type()).isEqualTo(type);
    }
}
