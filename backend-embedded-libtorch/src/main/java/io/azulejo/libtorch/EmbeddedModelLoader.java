package io.azulejo.libtorch;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.azulejo.api.backend.InvalidSettingException;
import io.azulejo.api.backend.LoadingListener;
import io.azulejo.api.backend.Settings;
import io.azulejo.api.model.GenerationParameter;
import io.azulejo.api.model.ModelCapabilities;
import io.azulejo.api.model.ModelDescriptor;
import io.azulejo.backend.support.CheckpointDigests;
import io.azulejo.backend.support.GenerationDefaults;
import io.azulejo.backend.support.GenerationOptionsReader;
import io.azulejo.libtorch.config.VisionConfig;
import io.azulejo.libtorch.device.DevicePlan;
import io.azulejo.libtorch.device.DevicePlanException;
import io.azulejo.libtorch.engine.Engine;
import io.azulejo.libtorch.engine.EngineSettings;
import io.azulejo.libtorch.engine.VisionLanguageModelRunner;
import io.azulejo.libtorch.kvcache.KvCache;
import io.azulejo.libtorch.model.LoadSettings;
import io.azulejo.libtorch.model.VisionLanguageModel;
import io.azulejo.libtorch.observation.ModelMeters;
import io.azulejo.libtorch.weights.LoadException;
import io.azulejo.processor.CheckpointException;
import io.azulejo.processor.NvlmProcessor;
import io.azulejo.processor.ProcessorSettings;
import io.azulejo.processor.family.TileSettings;
import io.azulejo.processor.image.ImageLimits;

/** Loads a checkpoint as its settings say and starts its engine. */
final class EmbeddedModelLoader {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedModelLoader.class);

    private static final int MOST_PICTURES = 16;

    private final String backend;
    private final String id;
    private final ModelSettings settings;

    private EmbeddedModelLoader(String backend, String id, ModelSettings settings) {
        this.backend = backend;
        this.id = id;
        this.settings = settings;
    }

    /** @throws InvalidSettingException where the checkpoint or a setting cannot be used; nothing stays open then */
    static EmbeddedModel load(String backend, String id, ModelSettings settings, LoadingListener listener) {
        return new EmbeddedModelLoader(backend, id, settings).load(listener);
    }

    private EmbeddedModel load(LoadingListener listener) {
        try {
            // A large vocabulary takes as long as a small model's weights, so both are read at once.
            CompletableFuture<NvlmProcessor> processor = CompletableFuture.supplyAsync(this::loadProcessor,
                    task -> Thread.ofPlatform().daemon().name(backend + "-" + id + "-processor").start(task));
            CompletableFuture<CheckpointDigests> digests = CompletableFuture.supplyAsync(
                    () -> CheckpointDigests.of(settings.path()),
                    task -> Thread.ofPlatform().daemon().name(backend + "-" + id + "-digests").start(task));
            GenerationDefaults defaults = GenerationDefaults.read(settings.path());
            VisionLanguageModel model = VisionLanguageModel.load(settings.path(), new LoadSettings(settings.dtype(),
                    settings.weights(), settings.visionWeights(), settings.deviceMap(), CacheSize.bytes(settings),
                    settings.featureCacheBytes(),
                    (bytesLoaded, bytesTotal) -> {
                        if (processor.isCompletedExceptionally()) {
                            await(processor); // throws what is wrong, before the rest of the weights is read
                        }
                        listener.progress(id, bytesLoaded, bytesTotal);
                    }));
            try {
                return start(await(processor), defaults, model, await(digests));
            } catch (Throwable e) {
                model.close();
                throw e;
            }
        } catch (CheckpointException | LoadException e) {
            throw invalid("path", "The checkpoint cannot be loaded: " + e.getMessage(),
                    "Give the directory of a complete checkpoint of a known architecture.", e);
        } catch (DevicePlanException e) {
            throw invalid("device-map", String.valueOf(e.getMessage()),
                    "Give another device map, a smaller kv-cache-bytes or a smaller model.", e);
        }
    }

    private NvlmProcessor loadProcessor() {
        return NvlmProcessor.load(settings.path(), new ProcessorSettings(settings.promptFormat(),
                settings.interleave(), settings.applyOrientation(), ImageLimits.defaults()));
    }

    private static <T> T await(CompletableFuture<T> loading) {
        try {
            return loading.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof CheckpointException refused) {
                throw refused;
            }
            throw e;
        }
    }

    private EmbeddedModel start(NvlmProcessor processor, GenerationDefaults defaults, VisionLanguageModel model,
            CheckpointDigests digests) {
        CacheSize cache = CacheSize.of(settings, model.config().maxPositions(),
                model.kvBytesPerToken(settings.kvCacheFormat()));
        DevicePlan plan = model.devicePlan();
        LOG.info("{}: {} computed in {}, {} MiB of weights on {}, {} MiB of cache for {} tokens, context {}", id,
                processor.family(), model.precision(), plan.totalBytes() >> 20, plan.bytesByDevice().keySet(),
                cache.bytes() >> 20, (long) cache.blocks() * CacheSize.BLOCK_SIZE, cache.contextLength());
        ModelDescriptor descriptor = new ModelDescriptor(id, processor.family().displayName(), cache.contextLength(),
                capabilities(processor, cache), details(model, cache));
        EngineSettings engineSettings = new EngineSettings(backend + "-" + id, cache.blocks(), CacheSize.BLOCK_SIZE,
                settings.maxSequences(), settings.maxQueued(),
                settings.maxPerUser(),
                settings.stepTokens(), settings.stepStretch(), settings.prefixCache(),
                settings.featureCacheBytes(), processor.endTokenIds());
        ModelMeters meters = new ModelMeters(backend, id);
        Engine engine = new Engine(engineSettings, new VisionLanguageModelRunner(model, allocate(model, cache)),
                meters);
        return new EmbeddedModel(descriptor, processor, engine, meters,
                new GenerationOptionsReader(descriptor.capabilities(), defaults, model.config().vocabularySize()),
                new PictureMaps(model.config().visionIfPresent().map(VisionConfig::transposedShuffle).orElse(false)),
                new RunOrigin(digests,
                        "nvlm-processor/%d prompt-format=%s interleave=%s apply-orientation=%s".formatted(
                                NvlmProcessor.VERSION, settings.promptFormat().name().toLowerCase(Locale.ROOT),
                                settings.interleave(), settings.applyOrientation())));
    }

    private KvCache allocate(VisionLanguageModel model, CacheSize cache) {
        try {
            return model.newKvCache(cache.blocks(), CacheSize.BLOCK_SIZE, settings.kvCacheFormat());
        } catch (RuntimeException e) {
            throw invalid("kv-cache-bytes", "A cache of " + (cache.bytes() >> 20) + " MiB cannot be allocated: "
                    + e.getMessage(), "Give less, or fewer max-sequences.", e);
        }
    }

    private ModelCapabilities capabilities(NvlmProcessor processor, CacheSize cache) {
        EnumSet<GenerationParameter> parameters = EnumSet.allOf(GenerationParameter.class);
        if (!processor.hasTools()) {
            parameters.remove(GenerationParameter.TOOL_CHOICE);
        }
        TileSettings tiles = processor.tileSettings().orElse(null);
        if (tiles == null) {
            parameters.remove(GenerationParameter.MAX_TILES);
            return new ModelCapabilities(false, 0, 0, processor.hasTools(), true,
                    GenerationOptionsReader.MAX_TOP_LOGPROBS,
                    parameters);
        }
        int pictures = Math.clamp(cache.contextLength() / tiles.tokensPerTile(), 1, MOST_PICTURES);
        return new ModelCapabilities(true, pictures, settings.maxTiles().orElse(ModelSettings.MOST_TILES),
                processor.hasTools(),
                true, GenerationOptionsReader.MAX_TOP_LOGPROBS, parameters);
    }

    private Map<String, Object> details(VisionLanguageModel model, CacheSize cache) {
        DevicePlan plan = model.devicePlan();
        Map<String, Object> devices = new LinkedHashMap<>();
        plan.bytesByDevice().forEach((device, bytes) -> devices.put(device.toString(), bytes));
        List<Map<String, Object>> placements = plan.placements().stream()
                .map(placement -> Map.<String, Object>of("module", placement.module(), "device",
                        placement.device().toString(), "bytes", placement.bytes()))
                .toList();
        return Map.of("path", settings.path().toString(), "dtype", model.precision().toString(), "weights-bytes",
                plan.totalBytes(), "kv-cache-bytes", cache.bytes(), "kv-cache-tokens",
                (long) cache.blocks() * CacheSize.BLOCK_SIZE, "max-sequences", settings.maxSequences(), "devices",
                devices, "device-plan", placements);
    }

    private InvalidSettingException invalid(String key, String problem, String remedy, Exception cause) {
        Settings source = settings.settings();
        return new InvalidSettingException(source.property(key), source.values().get(key), problem, remedy, cause);
    }
}
