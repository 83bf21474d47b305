package io.azulejo.triton;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.azulejo.api.backend.InvalidSettingException;
import io.azulejo.api.backend.Settings;
import io.azulejo.api.backend.VisionEncoder;
import io.azulejo.api.backend.VisionEncoderProvider;
import io.azulejo.api.model.GenerationParameter;
import io.azulejo.api.model.ModelCapabilities;
import io.azulejo.api.model.ModelDescriptor;
import io.azulejo.backend.support.CheckpointPrompts;
import io.azulejo.backend.support.GenerationDefaults;
import io.azulejo.backend.support.GenerationOptionsReader;
import io.azulejo.processor.CheckpointException;
import io.azulejo.processor.NvlmProcessor;
import io.azulejo.processor.ProcessorSettings;
import io.azulejo.processor.image.ImageLimits;
import io.azulejo.triton.ServedModelSettings.Kind;
import io.azulejo.triton.client.ModelConfiguration;
import io.azulejo.triton.client.ModelMetadata;
import io.azulejo.triton.client.TritonCluster;
import io.azulejo.triton.served.EmbeddedEncoder;
import io.azulejo.triton.served.EncoderModel;
import io.azulejo.triton.served.FeatureCache;
import io.azulejo.triton.served.LlmApiInterface;
import io.azulejo.triton.served.ModelInterface;
import io.azulejo.triton.served.PictureFeatures;
import io.azulejo.triton.served.ServedModel;
import io.azulejo.triton.served.TextInterface;
import io.azulejo.triton.served.TokensInterface;
import io.azulejo.triton.served.VllmInterface;

/** Looks at a model on the server and makes what asks it. */
final class TritonModelLoader {

    private static final Logger LOG = LoggerFactory.getLogger(TritonModelLoader.class);

    private final String id;
    private final ServedModelSettings settings;
    private final ServerInspection server;
    private final TritonCluster cluster;

    TritonModelLoader(String id, ServedModelSettings settings, ServerInspection server, TritonCluster cluster) {
        this.id = id;
        this.settings = settings;
        this.server = server;
        this.cluster = cluster;
    }

    /** @throws InvalidSettingException where the checkpoint, the served model and the settings do not go together */
    TritonModel load() {
        NvlmProcessor processor;
        GenerationDefaults defaults;
        try {
            processor = NvlmProcessor.load(settings.path(), new ProcessorSettings(settings.promptFormat(),
                    settings.interleave(), settings.applyOrientation(), ImageLimits.defaults()));
            defaults = GenerationDefaults.read(settings.path());
        } catch (CheckpointException e) {
            throw invalid("path", "The checkpoint cannot be read: " + e.getMessage(),
                    "Give a directory with the config.json and the tokenizer of a known architecture.", e);
        }
        if (settings.load()) {
            server.load(settings);
        }
        ModelMetadata metadata = server.metadata(settings.settings(), "model", settings.model(), settings.version());
        ModelConfiguration configuration = server.configuration(settings.settings(), "model", settings.model(),
                settings.version());
        cluster.watch(settings.model(), settings.version());
        Kind kind = settings.kind() == Kind.AUTO ? recognise(metadata) : settings.kind();
        ServedModel served = new ServedModel(metadata, settings.version(), configuration.decoupled(),
                processor.tokenizer());
        int contextLength = settings.contextLength().orElseGet(() -> processor.contextLength().orElseThrow(
                () -> invalid("context-length", "The checkpoint does not say how much the model reads.",
                        "Give the most tokens of a prompt and its answer that the served model takes.", null)));
        Vision vision = kind == Kind.TOKENS ? vision(processor) : new Vision(null, () -> {});
        ModelInterface model = model(kind, served, processor, vision.features());
        ModelCapabilities capabilities = capabilities(processor, model);
        GenerationOptionsReader options = new GenerationOptionsReader(capabilities, defaults,
                processor.vocabularySize());
        LOG.info("{}: {} on the server, interface {}, version {}, context {}{}{}", id, settings.model(), kind,
                settings.version().isEmpty() ? metadata.versions() : settings.version(), contextLength,
                capabilities.pictures() ? ", sees pictures" : "",
                configuration.decoupled() ? "" : "; it is not decoupled, so that answers come in one piece");
        return new TritonModel(
                new ModelDescriptor(id, processor.family().displayName(), contextLength, capabilities,
                        details(kind, metadata, configuration)),
                settings.model(), settings.placeholder(),
                new CheckpointPrompts(processor, capabilities, contextLength, options), options, model, cluster,
                vision.closing());
    }

    private Kind recognise(ModelMetadata metadata) {
        if (metadata.input("input_ids").isPresent() && metadata.output("output_ids").isPresent()) {
            return Kind.TOKENS;
        }
        if (metadata.input("text_input").isPresent() && metadata.output("text_output").isPresent()) {
            if (metadata.input("sampling_parameters").isPresent()) {
                return Kind.VLLM;
            }
            return metadata.inputs().stream().anyMatch(input -> input.name().startsWith("sampling_param_"))
                    ? Kind.LLM_API
                    : Kind.TEXT;
        }
        throw invalid("interface", "The model's interface is none that is known; its inputs are "
                + metadata.inputs().stream().map(ModelMetadata.TensorSpec::name).toList() + ", its outputs "
                + metadata.outputs().stream().map(ModelMetadata.TensorSpec::name).toList() + ".",
                "Serve it by TensorRT-LLM's or vLLM's published models.", null);
    }

    private ModelInterface model(Kind kind, ServedModel served, NvlmProcessor processor,
            @Nullable PictureFeatures features) {
        return switch (kind) {
            case TEXT -> new TextInterface(served, settings.accumulated());
            case TOKENS -> new TokensInterface(served, processor.endTokenIds(), processor.vocabularySize(), features);
            case LLM_API -> new LlmApiInterface(served);
            case VLLM -> new VllmInterface(served);
            case AUTO -> throw new IllegalStateException("The interface is recognised before");
        };
    }

    private Vision vision(NvlmProcessor processor) {
        String name = settings.vision().orElse(null);
        if (name == null || processor.tileSettings().isEmpty()) {
            return new Vision(null, () -> {});
        }
        if (name.equals(ServedModelSettings.EMBEDDED)) {
            return embedded(processor);
        }
        ModelMetadata encoder = server.metadata(settings.settings(), "vision", name, "");
        if (encoder.input(EncoderModel.PIXELS).isEmpty() || encoder.output(EncoderModel.TABLE).isEmpty()) {
            throw invalid("vision", "It is not a vision encoder: it needs the input " + EncoderModel.PIXELS
                    + " and the output " + EncoderModel.TABLE + ".", "Give the name of the encoder's model.", null);
        }
        cluster.watch(name, "");
        return new Vision(new FeatureCache(new EncoderModel(encoder,
                picture -> CheckpointPrompts.pixels(processor, picture),
                cluster::infer), settings.featureCacheBytes()), () -> {});
    }

    /** The first provider's: there is one engine in a JVM. */
    private Vision embedded(NvlmProcessor processor) {
        VisionEncoderProvider provider = ServiceLoader.load(VisionEncoderProvider.class).findFirst()
                .orElseThrow(() -> invalid("vision", "No engine in this JVM can encode pictures.",
                        "Add backend-embedded-libtorch, or name an encoder on the server.", null));
        Path checkpoint = settings.settings().string("vision-path").map(Path::of).orElse(settings.path());
        VisionEncoder encoder = provider.load(checkpoint, settings.settings());
        return new Vision(new FeatureCache(new EmbeddedEncoder(encoder,
                picture -> CheckpointPrompts.pixels(processor, picture)), settings.featureCacheBytes()), encoder);
    }

    /** @param closing frees what encodes pictures in this JVM */
    private record Vision(@Nullable PictureFeatures features, AutoCloseable closing) {}

    private ModelCapabilities capabilities(NvlmProcessor processor, ModelInterface model) {
        boolean pictures = model.pictures() && processor.tileSettings().isPresent();
        Set<GenerationParameter> parameters = EnumSet.copyOf(model.parameters());
        if (!pictures) {
            parameters.remove(GenerationParameter.MAX_TILES);
        }
        int tiles = parameters.contains(GenerationParameter.MAX_TILES) ? settings.maxTiles() : 0;
        return new ModelCapabilities(pictures, pictures ? settings.maxPictures() : 0, tiles, processor.hasTools(), true,
                model.maxTopLogprobs(), parameters);
    }

    private Map<String, Object> details(Kind kind, ModelMetadata metadata, ModelConfiguration configuration) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("path", settings.path().toString());
        details.put("served-model", settings.model());
        details.put("interface", kind.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        details.put("versions", metadata.versions());
        details.put("server-backend", configuration.backend());
        details.put("streams", configuration.decoupled());
        settings.vision().ifPresent(name -> details.put("vision", name));
        return details;
    }

    private InvalidSettingException invalid(String key, String problem, String remedy, @Nullable Exception cause) {
        Settings source = settings.settings();
        return new InvalidSettingException(source.property(key), source.string(key).orElse(null), problem, remedy,
                cause);
    }
}
