package io.azulejo.libtorch.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.azulejo.libtorch.tensor.Precision;
import io.azulejo.libtorch.tensor.WeightFormat;
import io.azulejo.libtorch.weights.ExpectedTensor;
import io.azulejo.libtorch.weights.ExpectedTensor.Role;

/** The tensors that a model needs, with their shapes, in the order in which a forward pass meets them. */
public final class WeightSchema {

    public static final String VISION = "vision_model";
    public static final String PROJECTOR = "mlp1";

    private final ModelConfig config;
    private final List<ExpectedTensor> tensors = new ArrayList<>();
    private final Set<String> names = new HashSet<>();

    private WeightSchema(ModelConfig config) {
        this.config = config;
    }

    public static WeightSchema of(ModelConfig config) {
        WeightSchema schema = new WeightSchema(config);
        VisionConfig vision = config.vision();
        ProjectorConfig projector = config.projector();
        if (vision != null && projector != null) {
            schema.addVision(vision);
            schema.addProjector(projector);
        }
        schema.addLanguage(config.language(), config.architecture().languagePrefix());
        return schema;
    }

    /** The module of the embedding. */
    public static String embedding(ModelConfig config) {
        return config.architecture().languagePrefix() + "model.embed_tokens";
    }

    /** The module of a decoder layer. */
    public static String layer(ModelConfig config, int index) {
        return config.architecture().languagePrefix() + "model.layers." + index;
    }

    /** The module of the norm after the last layer. */
    public static String finalNorm(ModelConfig config) {
        return config.architecture().languagePrefix() + "model.norm";
    }

    /** The module of the head. Where the head is the embedding it has no tensors of its own. */
    public static String head(ModelConfig config) {
        return config.architecture().languagePrefix() + "lm_head";
    }

    /** How the matrices of a module are kept. */
    public static WeightFormat format(Precision precision, String module) {
        return module.equals(VISION) || module.equals(PROJECTOR) ? precision.vision() : precision.decoder();
    }

    public List<ExpectedTensor> tensors() {
        return List.copyOf(tensors);
    }

    /** The modules, in order; those without tensors of their own included. */
    public List<String> modules() {
        Set<String> modules = new LinkedHashSet<>();
        tensors.forEach(tensor -> modules.add(tensor.module()));
        modules.add(head(config));
        return List.copyOf(modules);
    }

    /**
     * Whether a tensor that the model does not need may be in a checkpoint all the same. Anything else unused means
     * that the checkpoint is not what its configuration says.
     */
    public boolean ignores(String name) {
        return name.endsWith(".rotary_emb.inv_freq") // computed from the configuration
                || name.endsWith("embeddings.position_ids") // 0, 1, 2, ...
                || (config.language().tiedHead() && name.equals(head(config) + ".weight")) // a copy of the embedding
                || pastSelectedLayer(name);
    }

    // The tower's output is taken before its last layers: these are trained, stored and never run.
    private boolean pastSelectedLayer(String name) {
        VisionConfig vision = config.vision();
        String layers = "vision_model.encoder.layers.";
        if (vision == null || !name.startsWith(layers)) {
            return false;
        }
        String number = name.substring(layers.length()).split("\\.", 2)[0];
        try {
            int layer = Integer.parseInt(number);
            return layer >= vision.selectLayer() && layer < vision.layers();
        } catch (NumberFormatException _) {
            return false;
        }
    }

    private void addVision(VisionConfig vision) {
        long hidden = vision.hiddenSize();
        long patch = vision.patchSize();
        long positions = (long) vision.trainedGridSize() * vision.trainedGridSize() + 1;
        String embeddings = "vision_model.embeddings.";
        add(VISION, embeddings + "class_embedding", 1, 1, hidden);
        add(VISION, embeddings + "patch_embedding.weight", hidden, vision.channels(), patch, patch);
        add(VISION, embeddings + "patch_embedding.bias", hidden);
        add(VISION, embeddings + "position_embedding", 1, positions, hidden);
        boolean layerNorm = vision.norm() == VisionConfig.Norm.LAYER_NORM;
        long attention = vision.attentionWidth();
        for (int i = 0; i < vision.selectLayer(); i++) {
            String layer = "vision_model.encoder.layers." + i + ".";
            linear(VISION, layer + "attn.qkv", 3 * attention, hidden, vision.qkvBias());
            linear(VISION, layer + "attn.proj", hidden, attention, true);
            if (vision.qkNorm()) {
                add(VISION, layer + "attn.q_norm.weight", attention);
                add(VISION, layer + "attn.k_norm.weight", attention);
            }
            linear(VISION, layer + "mlp.fc1", vision.intermediateSize(), hidden, true);
            linear(VISION, layer + "mlp.fc2", hidden, vision.intermediateSize(), true);
            norm(VISION, layer + "norm1", hidden, layerNorm);
            norm(VISION, layer + "norm2", hidden, layerNorm);
            add(VISION, layer + "ls1", hidden);
            add(VISION, layer + "ls2", hidden);
        }
    }

    private void addProjector(ProjectorConfig projector) {
        norm(PROJECTOR, "mlp1.0", projector.inputSize(), true);
        linear(PROJECTOR, "mlp1.1", projector.intermediateSize(), projector.inputSize(), projector.linearBias());
        linear(PROJECTOR, "mlp1.3", projector.outputSize(), projector.intermediateSize(), projector.linearBias());
    }

    private void addLanguage(LanguageConfig language, String prefix) {
        long hidden = language.hiddenSize();
        long queries = (long) language.heads() * language.headDim();
        long keys = (long) language.kvHeads() * language.headDim();
        add(embedding(config), prefix + "model.embed_tokens.weight", Role.TABLE, language.vocabularySize(), hidden);
        for (int i = 0; i < language.layers(); i++) {
            String module = layer(config, i);
            String layer = module + ".";
            norm(module, layer + "input_layernorm", hidden, false);
            linear(module, layer + "self_attn.q_proj", queries, hidden, language.qkvBias());
            linear(module, layer + "self_attn.k_proj", keys, hidden, language.qkvBias());
            linear(module, layer + "self_attn.v_proj", keys, hidden, language.qkvBias());
            linear(module, layer + "self_attn.o_proj", hidden, queries, language.outputBias());
            norm(module, layer + "post_attention_layernorm", hidden, false);
            linear(module, layer + "mlp.gate_proj", language.intermediateSize(), hidden, language.mlpBias());
            linear(module, layer + "mlp.up_proj", language.intermediateSize(), hidden, language.mlpBias());
            linear(module, layer + "mlp.down_proj", hidden, language.intermediateSize(), language.mlpBias());
        }
        norm(finalNorm(config), prefix + "model.norm", hidden, false);
        if (!language.tiedHead()) {
            linear(head(config), prefix + "lm_head", language.vocabularySize(), hidden, false);
        }
    }

    private void linear(String module, String name, long outputs, long inputs, boolean bias) {
        add(module, name + ".weight", Role.PRODUCT, outputs, inputs);
        if (bias) {
            add(module, name + ".bias", outputs);
        }
    }

    private void norm(String module, String name, long width, boolean bias) {
        add(module, name + ".weight", width);
        if (bias) {
            add(module, name + ".bias", width);
        }
    }

    private void add(String module, String name, long... shape) {
        add(module, name, Role.OTHER, shape);
    }

    private void add(String module, String name, Role role, long... shape) {
        if (!names.add(name)) {
            throw new IllegalStateException("The schema names " + name + " twice.");
        }
        List<Long> sizes = new ArrayList<>(shape.length);
        for (long size : shape) {
            sizes.add(size);
        }
        tensors.add(new ExpectedTensor(name, module, sizes, role));
    }
}
