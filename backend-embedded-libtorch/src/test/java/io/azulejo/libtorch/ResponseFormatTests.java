package io.azulejo.libtorch;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.converter.BeanOutputConverter;
import org.springframework.ai.model.tool.StructuredOutputChatOptions;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.azulejo.api.backend.Backend;
import io.azulejo.api.backend.BackendModel;
import io.azulejo.api.error.InvalidRequestException;
import io.azulejo.api.model.FinishReason;
import io.azulejo.api.model.GenerationOptions;
import io.azulejo.api.model.ResponseFormat;
import io.azulejo.libtorch.grammar.RandomSchemas;
import io.azulejo.tck.TinyCheckpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A model that says nothing sensible says it in the form that it is asked for. */
@Timeout(600)
class ResponseFormatTests {

    private static final int SCHEMAS = 500;

    @TempDir
    static Path directory;
    private static Backend backend;

    @BeforeAll
    static void open() {
        backend = TinyBackend.open(TinyCheckpoint.write(directory), Map.of("dtype", "f32", "max-sequences", "16"));
    }

    @AfterAll
    static void close() {
        backend.close();
    }

    @Test
    void answersAreValidWhateverTheSchema() {
        SchemaRegistry validators = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
        List<Answer> answers = Flux.fromStream(LongStream.range(0, SCHEMAS).boxed())
                .flatMapSequential(seed -> answer(RandomSchemas.of(seed), seed), 16)
                .collectList().blockOptional(Duration.ofMinutes(9)).orElseThrow();

        assertThat(answers).hasSize(SCHEMAS).allSatisfy(answer -> {
            assertThat(answer.reason()).as(answer.toString()).isEqualTo(FinishReason.STOP.wireName());
            assertThat(validators.getSchema(answer.schema(), InputFormat.JSON).validate(answer.text(),
                    InputFormat.JSON)).as(answer.toString()).isEmpty();
        });
    }

    @Test
    void answerThatIsToBeAnObjectIsOne() {
        GenerationOptions options = GenerationOptions.builder().responseFormat(new ResponseFormat.JsonObject())
                .maxTokens(100).temperature(1.0).seed(3L).build();

        JsonNode answer = JsonMapper.shared().readTree(text(model().chatModel().call(new Prompt("Hi", options))));

        assertThat(answer.isObject()).isTrue();
    }

    @Test
    void classOfSpringAiStructuredOutputIsReadFromTheAnswer() {
        BeanOutputConverter<Sighting> converter = new BeanOutputConverter<>(Sighting.class);
        ChatOptions options = StructuredOutputChatOptions.builder().outputSchema(converter.getJsonSchema())
                .maxTokens(300).temperature(1.0).build();

        String answer = text(model().chatModel().call(new Prompt("What do you see?", options)));

        assertThat(converter.convert(answer)).as(answer).isNotNull()
                .satisfies(sighting -> assertThat(Objects.requireNonNull(sighting).shape()).isNotNull());
    }

    @Test
    void schemaThatCannotBeHeldToIsRefusedByName() {
        GenerationOptions options = GenerationOptions.builder()
                .outputSchema("{\"type\":\"string\",\"pattern\":\"a+\"}").build();

        assertThatThrownBy(() -> model().chatModel().call(new Prompt("Hi", options)))
                .isInstanceOfSatisfying(InvalidRequestException.class, refused -> {
                    assertThat(refused.parameter()).isEqualTo("response_format");
                    assertThat(refused).hasMessageContaining("'pattern' is not supported at #");
                });
    }

    private static BackendModel model() {
        return backend.models().getFirst();
    }

    private static Flux<Answer> answer(String schema, long seed) {
        GenerationOptions options = GenerationOptions.builder().outputSchema(schema).maxTokens(250).temperature(1.0)
                .seed(seed).build();
        return model().chatModel().stream(new Prompt("Answer in JSON.", options)).collectList()
                .map(responses -> new Answer(schema,
                        responses.stream().map(ResponseFormatTests::text).reduce("", String::concat),
                        responses.getLast().getResults().getFirst().getMetadata().getFinishReason()))
                .flux();
    }

    private static String text(ChatResponse response) {
        return Objects.requireNonNullElse(response.getResults().getFirst().getOutput().getText(), "");
    }

    private record Answer(String schema, String text, @Nullable String reason) {}

    private enum Shape {
        CIRCLE, SQUARE
    }

    private record Sighting(Shape shape, int count, List<String> colours, @Nullable String remark) {}
}
