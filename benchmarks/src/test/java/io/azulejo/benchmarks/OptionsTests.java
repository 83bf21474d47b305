package io.azulejo.benchmarks;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class OptionsTests {

    private static Options parse(String... arguments) {
        return Options.parse(List.of(arguments), Path.of("peers"));
    }

    @Test
    void shortFormMeasuresOneModelAndTheFullFormBoth() {
        assertThat(parse("short").models()).containsExactly(ModelShape.W1);
        assertThat(parse("full").models()).containsExactly(ModelShape.W1, ModelShape.W2);
        assertThat(parse("full").rounds()).isGreaterThan(parse("short").rounds());
    }

    @Test
    void listsAndNumbersAreRead() {
        Options options = parse("short", "--models", "w2", "--weights", "bf16,int4", "--rounds", "7", "--only",
                "azulejo,OpenVINO", "--measures", "decode");

        assertThat(options.models()).containsExactly(ModelShape.W2);
        assertThat(options.precisions()).containsExactly(Precision.BF16, Precision.INT4);
        assertThat(options.rounds()).isEqualTo(7);
        assertThat(options.wantsContender("OpenVINO")).isTrue();
        assertThat(options.wantsContender("transformers")).isFalse();
        assertThat(options.wants("decode")).isTrue();
        assertThat(options.wants("prefill")).isFalse();
    }

    @Test
    void settingsOfTheEngineTakeThePlaceOfThoseOfThatKindOfWeightsOnly() {
        Options options = parse("short", "--engine", "int8=mode:fast", "--engine", "int8=path:a:b");

        assertThat(options.engine().get(Precision.INT8)).isEqualTo(Map.of("mode", "fast", "path", "a:b"));
        assertThat(options.engine().get(Precision.INT4)).isEqualTo(parse("short").engine().get(Precision.INT4));
    }

    @Test
    void whatIsNotKnownIsRefusedByName() {
        assertThatIllegalArgumentException().isThrownBy(() -> parse()).withMessageContaining("short, full");
        assertThatIllegalArgumentException().isThrownBy(() -> parse("short", "--speed", "9"))
                .withMessageContaining("--speed");
        assertThatIllegalArgumentException().isThrownBy(() -> parse("short", "--rounds"))
                .withMessageContaining("--rounds");
        assertThatIllegalArgumentException().isThrownBy(() -> parse("short", "--rounds", "0"))
                .withMessageContaining("--rounds");
        assertThatIllegalArgumentException().isThrownBy(() -> parse("short", "--models", "w9"))
                .withMessageContaining("w9");
    }
}
