package io.azulejo.triton;

import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.prompt.Prompt;

import io.azulejo.api.model.GenerationOptions;
import io.azulejo.triton.client.Tls;
import io.azulejo.triton.client.TritonClient;
import io.azulejo.triton.client.TritonException;
import io.azulejo.triton.client.TritonException.Reason;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** A server that wants certificates of both sides. */
class EncryptionIT {

    @TempDir
    private Path directory;

    @Test
    void backendWhenItHasACertificateThenAnswersAndWhoHasNoneIsRefused() throws Exception {
        Certificates server = Certificates.make(directory, "server");
        Certificates client = Certificates.make(directory, "client");
        Tls mutual = new Tls(server.certificate(), client.certificate(), client.key());
        try (TritonServer triton = TritonServer.start(TritonServer.freePort(), "--load-model=vllm_model_tiny",
                "--grpc-use-ssl=true", "--grpc-use-ssl-mutual=true", "--grpc-server-cert=" + server.certificate(),
                "--grpc-server-key=" + server.key(), "--grpc-root-cert=" + client.certificate());
                TritonClient trusted = TritonClient.builder(triton.endpoint()).tls(mutual).build();
                TritonClient plain = TritonClient.builder(triton.endpoint()).build();
                TritonClient nobody = TritonClient.builder(triton.endpoint())
                        .tls(new Tls(server.certificate(), null, null)).build()) {
            triton.awaitReady(trusted);
            try (TritonBackend backend = TritonBackends.open(
                    Map.of("endpoints", "grpcs://" + triton.endpoint(), "tls.ca", server.certificate().toString(),
                            "tls.certificate", client.certificate().toString(), "tls.key", client.key().toString()),
                    "vllm_model_tiny", TritonServer.tinyCheckpoint(), Map.of())) {
                assertThat(backend.models().getFirst().chatModel()
                        .call(new Prompt(new UserMessage("Hello"), GenerationOptions.builder().maxTokens(3).build()))
                        .getResults()).hasSize(1);
            }
            for (TritonClient stranger : new TritonClient[]{plain, nobody}) {
                assertThatExceptionOfType(TritonException.class).isThrownBy(() -> stranger.live().block())
                        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.UNREACHABLE));
            }
        }
    }
}
