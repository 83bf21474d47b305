package io.azulejo.tck;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import tools.jackson.databind.json.JsonMapper;

/**
 * Writes an NVLM-D checkpoint of random weights with a tokenizer whose tokens are bytes. It says nothing sensible, but
 * always the same, and something else for each prompt and picture.
 */
public final class TinyCheckpoint {

    public static final int END = 258;
    public static final int CONTEXT = 1024;

    /** A few more than the tokenizer has, as models pad theirs. */
    private static final int VOCABULARY = 264;
    private static final int HIDDEN = 64;
    private static final int LAYERS = 2;
    private static final int HEADS = 4;
    private static final int KV_HEADS = 2;
    private static final int MLP = 128;
    private static final int TILE = 16;
    private static final int PATCH = 4;
    private static final int VISION_HIDDEN = 32;
    private static final int VISION_HEADS = 2;
    private static final int DUMMY_HEADS = 1;

    private final Random random = new Random(20261123);
    private final Map<String, Object> header = new LinkedHashMap<>();
    private final List<Tensor> tensors = new ArrayList<>();
    private long bytes;

    private final int vocabulary;

    private TinyCheckpoint(int vocabulary) {
        this.vocabulary = vocabulary;
    }

    public static Path write(Path directory) {
        return write(directory, VOCABULARY);
    }

    /** The larger the vocabulary, the more the weights weigh: 512 bytes an entry. Entries past the usual ones are zeros. */
    public static Path write(Path directory, int vocabulary) {
        try {
            new TinyCheckpoint(vocabulary).writeTo(Files.createDirectories(directory));
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void writeTo(Path directory) throws IOException {
        json(directory.resolve("config.json"), config());
        json(directory.resolve("generation_config.json"), Map.of("eos_token_id", END, "do_sample", false));
        json(directory.resolve("tokenizer.json"), tokenizer());
        json(directory.resolve("tokenizer_config.json"), Map.of("eos_token", "<|im_end|>"));
        vision();
        language();
        byte[] text = JsonMapper.shared().writeValueAsBytes(header);
        try (FileChannel file = FileChannel.open(directory.resolve("model.safetensors"), StandardOpenOption.CREATE,
                StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(text.length);
            write(file, 0, length.flip());
            write(file, 8, ByteBuffer.wrap(text));
            for (Tensor tensor : tensors) {
                ByteBuffer values = ByteBuffer.allocate(Float.BYTES * tensor.values().length)
                        .order(ByteOrder.LITTLE_ENDIAN);
                values.asFloatBuffer().put(tensor.values());
                write(file, 8 + text.length + tensor.start(), values);
            }
            // Rows that nobody wrote read as zeros.
            write(file, 8 + text.length + bytes - 1, ByteBuffer.allocate(1));
        }
    }

    private static void write(FileChannel file, long position, ByteBuffer data) throws IOException {
        file.position(position);
        while (data.hasRemaining()) {
            file.write(data);
        }
    }

    /** @param start the first byte, counted from the first tensor's */
    @SuppressWarnings("ArrayRecordComponent") // a carrier, compared by nobody
    private record Tensor(long start, float[] values) {}

    private static void json(Path file, Object value) throws IOException {
        Files.writeString(file, JsonMapper.shared().writeValueAsString(value));
    }

    private Map<String, Object> config() {
        Map<String, Object> language = new LinkedHashMap<>();
        language.put("architectures", List.of("Qwen2ForCausalLM"));
        language.put("model_type", "qwen2");
        language.put("hidden_act", "silu");
        language.put("vocab_size", vocabulary);
        language.put("hidden_size", HIDDEN);
        language.put("intermediate_size", MLP);
        language.put("num_hidden_layers", LAYERS);
        language.put("num_attention_heads", HEADS);
        language.put("num_key_value_heads", KV_HEADS);
        language.put("max_position_embeddings", CONTEXT);
        language.put("rms_norm_eps", 1e-6);
        language.put("rope_theta", 10000.0);
        language.put("tie_word_embeddings", false);
        Map<String, Object> vision = new LinkedHashMap<>();
        vision.put("hidden_size", VISION_HIDDEN);
        vision.put("num_attention_heads", VISION_HEADS);
        vision.put("intermediate_size", 48);
        vision.put("num_hidden_layers", 1);
        vision.put("patch_size", PATCH);
        vision.put("image_size", TILE);
        vision.put("norm_type", "rms_norm");
        vision.put("qk_normalization", true);
        vision.put("qkv_bias", false);
        vision.put("layer_norm_eps", 1e-6);
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("architectures", List.of("NVLM_D_Model"));
        config.put("model_type", "NVLM_D");
        config.put("template", "chatml");
        config.put("force_image_size", TILE);
        config.put("downsample_ratio", 0.5);
        config.put("ps_version", "v2");
        config.put("select_layer", -1);
        config.put("use_thumbnail", true);
        config.put("min_dynamic_patch", 1);
        config.put("max_dynamic_patch", 6);
        config.put("torch_dtype", "float32");
        config.put("llm_config", language);
        config.put("vision_config", vision);
        return config;
    }

    private static Map<String, Object> tokenizer() {
        Map<String, Integer> vocabulary = new LinkedHashMap<>();
        int beyond = 256;
        for (int value = 0; value < 256; value++) {
            boolean printable = (value >= 33 && value <= 126) || (value >= 161 && value <= 172) || value >= 174;
            vocabulary.put(String.valueOf((char) (printable ? value : beyond++)), value);
        }
        List<Map<String, Object>> added = new ArrayList<>();
        for (String content : List.of("<|endoftext|>", "<|im_start|>", "<|im_end|>", "<|vision_pad|>")) {
            added.add(Map.of("id", 256 + added.size(), "content", content, "single_word", false, "lstrip", false,
                    "rstrip", false, "normalized", false, "special", true));
        }
        Map<String, Object> byteLevel = Map.of("type", "ByteLevel", "add_prefix_space", false, "trim_offsets", false,
                "use_regex", false);
        Map<String, Object> tokenizer = new LinkedHashMap<>();
        tokenizer.put("version", "1.0");
        tokenizer.put("added_tokens", added);
        tokenizer.put("pre_tokenizer", byteLevel);
        tokenizer.put("decoder", byteLevel);
        tokenizer.put("model", Map.of("type", "BPE", "fuse_unk", false, "byte_fallback", false, "vocab", vocabulary,
                "merges", List.of()));
        return tokenizer;
    }

    private void vision() {
        int grid = TILE / PATCH;
        int attention = VISION_HIDDEN / VISION_HEADS * (VISION_HEADS + DUMMY_HEADS);
        String embeddings = "vision_model.embeddings.";
        normal(embeddings + "class_embedding", 1, 1, 1, VISION_HIDDEN);
        normal(embeddings + "patch_embedding.weight", 0.2, VISION_HIDDEN, 3, PATCH, PATCH);
        normal(embeddings + "patch_embedding.bias", 0.1, VISION_HIDDEN);
        normal(embeddings + "position_embedding", 0.5, 1, grid * grid + 1, VISION_HIDDEN);
        String layer = "vision_model.encoder.layers.0.";
        linear(layer + "attn.qkv", 3 * attention, VISION_HIDDEN, false);
        linear(layer + "attn.proj", VISION_HIDDEN, attention, true);
        ones(layer + "attn.q_norm.weight", attention);
        ones(layer + "attn.k_norm.weight", attention);
        linear(layer + "mlp.fc1", 48, VISION_HIDDEN, true);
        linear(layer + "mlp.fc2", VISION_HIDDEN, 48, true);
        ones(layer + "norm1.weight", VISION_HIDDEN);
        ones(layer + "norm2.weight", VISION_HIDDEN);
        ones(layer + "ls1", VISION_HIDDEN);
        ones(layer + "ls2", VISION_HIDDEN);
        ones("mlp1.0.weight", 4 * VISION_HIDDEN);
        normal("mlp1.0.bias", 0.1, 4 * VISION_HIDDEN);
        linear("mlp1.1", MLP, 4 * VISION_HIDDEN, false);
        linear("mlp1.3", HIDDEN, MLP, false);
    }

    private void language() {
        String model = "language_model.model.";
        int kv = HIDDEN / HEADS * KV_HEADS;
        normal(model + "embed_tokens.weight", 1, vocabulary, HIDDEN);
        for (int i = 0; i < LAYERS; i++) {
            String layer = model + "layers." + i + ".";
            ones(layer + "input_layernorm.weight", HIDDEN);
            linear(layer + "self_attn.q_proj", HIDDEN, HIDDEN, true);
            linear(layer + "self_attn.k_proj", kv, HIDDEN, true);
            linear(layer + "self_attn.v_proj", kv, HIDDEN, true);
            linear(layer + "self_attn.o_proj", HIDDEN, HIDDEN, false);
            ones(layer + "post_attention_layernorm.weight", HIDDEN);
            linear(layer + "mlp.gate_proj", MLP, HIDDEN, false);
            linear(layer + "mlp.up_proj", MLP, HIDDEN, false);
            linear(layer + "mlp.down_proj", HIDDEN, MLP, false);
        }
        ones(model + "norm.weight", HIDDEN);
        linear("language_model.lm_head", vocabulary, HIDDEN, false);
    }

    /** Weights that keep the size of what goes through them, times two, so that attention and choices are sharp. */
    private void linear(String name, int outputs, int inputs, boolean bias) {
        normal(name + ".weight", 2 / Math.sqrt(inputs), outputs, inputs);
        if (bias) {
            normal(name + ".bias", 0.1, outputs);
        }
    }

    private void normal(String name, double deviation, int... shape) {
        int rows = Math.min(shape[0], VOCABULARY);
        float[] values = new float[rows * Arrays.stream(shape).skip(1).reduce(1, Math::multiplyExact)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (deviation * random.nextGaussian());
        }
        add(name, values, shape);
    }

    private void ones(String name, int width) {
        float[] values = new float[width];
        Arrays.fill(values, 1);
        add(name, values, width);
    }

    /** @param values those of the first rows; the others are zeros */
    private void add(String name, float[] values, int... shape) {
        long elements = Arrays.stream(shape).asLongStream().reduce(1, Math::multiplyExact);
        long end = bytes + Float.BYTES * elements;
        header.put(name, Map.of("dtype", "F32", "shape", shape, "data_offsets", new long[]{bytes, end}));
        tensors.add(new Tensor(bytes, values));
        bytes = end;
    }
}
