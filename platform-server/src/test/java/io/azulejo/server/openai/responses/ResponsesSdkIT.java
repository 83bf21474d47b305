package io.azulejo.server.openai.responses;

import java.io.IOException;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

import io.azulejo.server.ServerTest;
import io.azulejo.server.openai.SdkProgram;

/** OpenAI's SDKs make responses, resume, cancel and delete them. */
@ServerTest
@Tag("outside")
class ResponsesSdkIT {

    @LocalServerPort
    private int port;

    @Test
    void pythonSdkWhenMakingResponsesThenEveryCheckPasses() throws IOException, InterruptedException {
        SdkProgram.python("--base-url", "http://127.0.0.1:" + port + "/v1", "--model", "scripted", "--responses");
    }

    @Test
    void javaScriptSdkWhenMakingResponsesThenEveryCheckPasses() throws IOException, InterruptedException {
        SdkProgram.javaScript("http://127.0.0.1:" + port + "/v1", "responses", "scripted");
    }
}
