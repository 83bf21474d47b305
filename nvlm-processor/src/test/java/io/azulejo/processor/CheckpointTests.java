package io.azulejo.processor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import io.azulejo.processor.family.ModelFamily;
import io.azulejo.processor.image.ImageLimits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What a checkpoint directory has to hold, and how the first wrong thing in it is told. */
class CheckpointTests {

    private static final JsonMapper MAPPER = new JsonMapper();

    @TempDir
    Path directory = Path.of("");

    @ParameterizedTest
    @CsvSource({"nvlm-d,NVLM_D", "internvl2,INTERNVL", "internvl2-llama3,INTERNVL", "qwen2_5,QWEN2", "llama3,LLAMA"})
    void familyIsToldByTheArchitecture(String family, ModelFamily expected) {
        assertThat(TestCheckpoints.processor(directory, family, PromptFormat.CHAT, false).family())
                .isEqualTo(expected);
    }

    @Test
    void familyWhenThereAreNoArchitecturesThenTheModelTypeTells() throws IOException {
        TestCheckpoints.checkpoint(directory, "internvl2");
        change("config.json", text -> text.replace("\"architectures\":[\"InternVLChatModel\"],", ""));
        assertThat(load(PromptFormat.CHAT).family()).isEqualTo(ModelFamily.INTERNVL);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "\"NVLM_D_Model\" | \"GemmaForCausalLM\" | architectures",
            "\"Qwen2ForCausalLM\" | \"InternLM2ForCausalLM\" | llm_config",
            "\"chatml\" | \"vicuna\" | template",
            "\"force_image_size\":56 | \"force_image_size\":\"big\" | force_image_size",
            "\"patch_size\":14 | \"patch_size\":0 | patch_size",
            "\"min_dynamic_patch\":1 | \"min_dynamic_patch\":9 | min_dynamic_patch",
            "\"vision_config\" | \"no_vision_config\" | vision_config",
            "\"use_thumbnail\":true | \"use_thumbnail\":1 | use_thumbnail"})
    void loadWhenTheConfigurationIsWrongThenFileAndKeyAreNamed(String right, String wrong, String key)
            throws IOException {
        TestCheckpoints.checkpoint(directory, "nvlm-d");
        change("config.json", text -> text.replace(right, wrong));
        assertThatExceptionOfType(CheckpointException.class).isThrownBy(() -> load(PromptFormat.CHAT))
                .withMessageContainingAll("config.json", key)
                .satisfies(e -> assertThat(e.file()).isEqualTo(directory.resolve("config.json")));
    }

    @Test
    void loadWhenConfigJsonIsMissingThenItIsNamed() {
        assertThatExceptionOfType(CheckpointException.class).isThrownBy(() -> load(PromptFormat.CHAT))
                .withMessageContainingAll("config.json", "missing");
    }

    @Test
    void loadWhenThePlaceholderTokenIsMissingThenItIsNamed() throws IOException {
        TestCheckpoints.checkpoint(directory, "nvlm-d");
        for (String file : new String[]{"added_tokens.json", "tokenizer_config.json", "special_tokens_map.json"}) {
            String text = Files.readString(directory.resolve(file));
            Files.writeString(directory.resolve(file), text.replace("<|vision_pad|>", "<|other|>"));
        }
        assertThatExceptionOfType(CheckpointException.class).isThrownBy(() -> load(PromptFormat.CHAT))
                .withMessageContaining("<|vision_pad|>");
    }

    @Test
    void loadWhenTheFormatNeedsATokenThatIsMissingThenItIsNamed() throws IOException {
        TestCheckpoints.checkpoint(directory, "internvl2");
        change("tokenizer.json", text -> text.replace("\"<|im_end|>\"", "\"<|done|>\""));
        assertThatExceptionOfType(CheckpointException.class).isThrownBy(() -> load(PromptFormat.CHAT))
                .withMessageContainingAll("<|im_end|>", "Hermes-2");
    }

    @Test
    void loadWhenTheConfigurationNamesASystemMessageThenItIsTheDefault() throws IOException {
        TestCheckpoints.checkpoint(directory, "internvl2_5");
        change("config.json", text -> text.replace("\"system_message\":null", "\"system_message\":\"Sei breve.\""));
        NvlmProcessor processor = load(PromptFormat.CHAT);
        assertThat(text(processor)).isEqualTo("system\nSei breve.\nuser\nHi\nassistant\n");
    }

    @Test
    void loadWhenATextModelHasNoTemplateThenItsOwnFormatIsBuiltIn() throws IOException {
        TestCheckpoints.checkpoint(directory, "qwen2");
        int[] byTemplate = ids(load(PromptFormat.CHAT));
        Files.delete(directory.resolve("chat_template.jinja"));
        assertThat(ids(load(PromptFormat.CHAT))).isEqualTo(byTemplate);
    }

    @Test
    void loadWhenLlamaHasNoTemplateThenItsOwnFormatIsBuiltIn() throws IOException {
        TestCheckpoints.checkpoint(directory, "llama3");
        int[] byTemplate = ids(load(PromptFormat.CHAT));
        Files.delete(directory.resolve("chat_template.jinja"));
        assertThat(ids(load(PromptFormat.CHAT))).isEqualTo(byTemplate);
    }

    @Test
    void loadWhenTheTemplateIsMissingThenTheOtherFormatIsNamed() throws IOException {
        TestCheckpoints.checkpoint(directory, "nvlm-d");
        Files.delete(directory.resolve("chat_template.jinja"));
        assertThatExceptionOfType(CheckpointException.class).isThrownBy(() -> load(PromptFormat.CHAT_TEMPLATE))
                .withMessageContainingAll("chat_template", "\"chat\"");
    }

    @Test
    void loadWhenTheTemplateStandsInTheTokenizersConfigurationThenItIsFound() throws IOException {
        TestCheckpoints.checkpoint(directory, "qwen2");
        int[] fromFile = ids(load(PromptFormat.CHAT_TEMPLATE));
        String template = Files.readString(directory.resolve("chat_template.jinja"));
        Files.delete(directory.resolve("chat_template.jinja"));
        String json = template.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
        change("tokenizer_config.json", text -> text.replaceFirst("\\{", "{\"chat_template\":[{\"name\":\"tool_use\","
                + "\"template\":\"x\"},{\"name\":\"default\",\"template\":\"CHAT\"}],").replace("CHAT", json));
        assertThat(ids(load(PromptFormat.CHAT_TEMPLATE))).isEqualTo(fromFile);
    }

    @Test
    void loadWhenTheTemplateCannotBeReadThenItsFileIsNamed() throws IOException {
        TestCheckpoints.checkpoint(directory, "qwen2");
        Files.writeString(directory.resolve("chat_template.jinja"), "{% for m in messages %}{{ m.content | unknown }}");
        assertThatExceptionOfType(CheckpointException.class).isThrownBy(() -> load(PromptFormat.CHAT_TEMPLATE))
                .withMessageContainingAll("chat_template.jinja", "unknown");
    }

    @Test
    void loadWhenTheTemplateLeavesMessagesOutThenItIsRefused() throws IOException {
        TestCheckpoints.checkpoint(directory, "qwen2");
        Files.writeString(directory.resolve("chat_template.jinja"), "<|im_start|>assistant\n");
        assertThatExceptionOfType(CheckpointException.class).isThrownBy(() -> load(PromptFormat.CHAT_TEMPLATE))
                .withMessageContainingAll("chat_template.jinja", "user");
    }

    /** Whatever stands at a key, loading succeeds or tells which file is wrong; nothing else escapes. */
    @ParameterizedTest
    @CsvSource({"nvlm-d,config.json", "nvlm-d,tokenizer_config.json", "nvlm-d,added_tokens.json",
            "nvlm-d,special_tokens_map.json", "internvl2,config.json", "internvl2,tokenizer.json",
            "llama3,tokenizer.json", "llama3,tokenizer_config.json"})
    void loadWhenAnyValueIsReplacedThenItWorksOrTheFileIsNamed(String family, String name) throws IOException {
        TestCheckpoints.checkpoint(directory, family);
        Path file = directory.resolve(name);
        ObjectNode whole = (ObjectNode) MAPPER.readTree(file);
        for (String key : whole.propertyNames()) {
            for (String wrong : List.of("null", "-1", "99999999999", "\"x\"", "[1]", "{\"type\": 3}", "true")) {
                Files.writeString(file, MAPPER.writeValueAsString(whole.deepCopy().set(key, MAPPER.readTree(wrong))));
                try {
                    ids(load(PromptFormat.CHAT));
                } catch (CheckpointException e) {
                    assertThat(e.file()).hasParent(directory);
                }
            }
        }
    }

    private NvlmProcessor load(PromptFormat format) {
        return NvlmProcessor.load(directory, new ProcessorSettings(format, false, true, ImageLimits.defaults()));
    }

    private static int[] ids(NvlmProcessor processor) {
        return processor.encode(List.of(ChatMessage.of(ChatMessage.Role.SYSTEM, "Be brief."),
                ChatMessage.of(ChatMessage.Role.USER, "Hi"), ChatMessage.of(ChatMessage.Role.ASSISTANT, " Yes? "),
                ChatMessage.of(ChatMessage.Role.USER, "  Bye\n")), 1).ids();
    }

    private static String text(NvlmProcessor processor) {
        return processor.tokenizer().decode(
                processor.encode(List.of(ChatMessage.of(ChatMessage.Role.USER, "Hi")), 1).ids());
    }

    private void change(String name, UnaryOperator<String> change) throws IOException {
        Path file = directory.resolve(name);
        String before = Files.readString(file);
        String after = change.apply(before);
        assertThat(after).isNotEqualTo(before);
        Files.writeString(file, after);
    }
}
