package io.azulejo.server.openai;

import java.io.IOException;

import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** OpenAI's Python and JavaScript SDKs chat with the server and find everything as they expect it. */
@OnScriptedBackend
class OpenAiSdkIT {

    @LocalServerPort
    private int port;

    @Test
    void pythonSdkWhenChattingThenEveryCheckPasses() throws IOException, InterruptedException {
        SdkProgram.python("--base-url", "http://127.0.0.1:" + port + "/v1", "--model", "eyes", "--scripted");
    }

    @Test
    void javaScriptSdkWhenChattingThenEveryCheckPasses() throws IOException, InterruptedException {
        SdkProgram.javaScript("http://127.0.0.1:" + port + "/v1", "chat", "eyes");
    }
}
