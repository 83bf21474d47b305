package io.azulejo.libtorch.observation;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

import io.azulejo.libtorch.engine.StepReport;

/** One step of an engine, written at its end. A recording that wants it switches it on: there are many. */
@Name("io.azulejo.EngineStep")
@Label("Engine Step")
@Category({"Azulejo", "Engine"})
@Description("One step of an engine: what it computed, how long its parts took, and how full the engine was after it")
@Enabled(false)
@StackTrace(false)
final class StepEvent extends Event {

    @Label("Model")
    final String model;

    @Label("Number")
    final long number;

    @Label("Step Time")
    @Timespan
    final long stepTime;

    @Label("Vision Time")
    @Timespan
    final long visionTime;

    @Label("Decoder Time")
    @Timespan
    final long decoderTime;

    @Label("Sampling Time")
    @Timespan
    final long samplingTime;

    @Label("Decode Tokens")
    final int decodeTokens;

    @Label("Prefill Tokens")
    final int prefillTokens;

    @Label("Vision Layers")
    final int visionLayers;

    @Label("Tiles")
    final int tiles;

    @Label("Preemptions")
    final int preemptions;

    @Label("Running")
    final int running;

    @Label("Waiting")
    final int waiting;

    @Label("Free Blocks")
    final int freeBlocks;

    @Label("Prefix Tokens")
    final int prefixTokens;

    @Label("Feature Hits")
    final int featureHits;

    @Label("Feature Misses")
    final int featureMisses;

    @Label("Feature Bytes")
    @DataAmount
    final long featureBytes;

    StepEvent(String model, StepReport report) {
        this.model = model;
        number = report.number();
        stepTime = report.times().total();
        visionTime = report.times().vision();
        decoderTime = report.times().forward();
        samplingTime = report.times().sampling();
        decodeTokens = report.work().decodeTokens();
        prefillTokens = report.work().prefillTokens();
        visionLayers = report.work().visionLayers();
        tiles = report.work().tiles();
        preemptions = report.work().preemptions();
        running = report.load().running();
        waiting = report.load().waiting();
        freeBlocks = report.load().freeBlocks();
        prefixTokens = report.caches().prefixTokens();
        featureHits = report.caches().featureHits();
        featureMisses = report.caches().featureMisses();
        featureBytes = report.caches().featureBytes();
    }
}
