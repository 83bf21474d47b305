package io.azulejo.triton.client;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import com.google.common.util.concurrent.FutureCallback;
import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import com.google.common.util.concurrent.MoreExecutors;
import com.google.protobuf.Message;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.azulejo.triton.client.protocol.InferParameter;
import io.azulejo.triton.client.protocol.ModelConfig;
import io.azulejo.triton.client.protocol.ModelConfigRequest;
import io.azulejo.triton.client.protocol.ModelMetadataRequest;
import io.azulejo.triton.client.protocol.ModelMetadataResponse;
import io.azulejo.triton.client.protocol.ModelReadyRequest;
import io.azulejo.triton.client.protocol.ModelReadyResponse;
import io.azulejo.triton.client.protocol.ModelRepositoryParameter;
import io.azulejo.triton.client.protocol.ModelStatistics;
import io.azulejo.triton.client.protocol.ModelStatisticsRequest;
import io.azulejo.triton.client.protocol.RepositoryIndexRequest;
import io.azulejo.triton.client.protocol.RepositoryModelLoadRequest;
import io.azulejo.triton.client.protocol.RepositoryModelUnloadRequest;
import io.azulejo.triton.client.protocol.ServerLiveRequest;
import io.azulejo.triton.client.protocol.ServerLiveResponse;
import io.azulejo.triton.client.protocol.ServerMetadataRequest;
import io.azulejo.triton.client.protocol.ServerReadyRequest;
import io.azulejo.triton.client.protocol.ServerReadyResponse;

/**
 * A client of one endpoint. Thread-safe; many requests share its one connection, which is made when first needed and
 * again after it broke. Nothing is sent before a subscription; errors are {@link TritonException}s.
 */
public final class TritonClient implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TritonClient.class);

    private final String endpoint;
    private final ManagedChannel channel;
    private final CallOptions options;
    private final Duration controlTimeout;
    private final Headers headers;

    TritonClient(String endpoint, ManagedChannel channel, CallOptions options, Duration controlTimeout,
            Headers headers) {
        this.endpoint = endpoint;
        this.channel = channel;
        this.options = options;
        this.controlTimeout = controlTimeout;
        this.headers = headers;
    }

    /** @param endpoint host and port, such as {@code triton.example:8001} */
    public static TritonClientBuilder builder(String endpoint) {
        return new TritonClientBuilder(endpoint);
    }

    public String endpoint() {
        return endpoint;
    }

    /** Whether the server answers at all. */
    public Mono<Boolean> live() {
        return control(Methods.SERVER_LIVE, ServerLiveRequest.getDefaultInstance()).map(ServerLiveResponse::getLive);
    }

    /** Whether the server is ready for inference. */
    public Mono<Boolean> ready() {
        return control(Methods.SERVER_READY, ServerReadyRequest.getDefaultInstance())
                .map(ServerReadyResponse::getReady);
    }

    /** @param version empty for the one that the server chooses */
    public Mono<Boolean> ready(String model, String version) {
        return control(Methods.MODEL_READY,
                ModelReadyRequest.newBuilder().setName(model).setVersion(version).build())
                .map(ModelReadyResponse::getReady);
    }

    public Mono<ServerMetadata> serverMetadata() {
        return control(Methods.SERVER_METADATA, ServerMetadataRequest.getDefaultInstance())
                .map(server -> new ServerMetadata(server.getName(), server.getVersion(), server.getExtensionsList()));
    }

    /** @param version empty for the one that the server chooses */
    public Mono<ModelMetadata> metadata(String model, String version) {
        return control(Methods.MODEL_METADATA,
                ModelMetadataRequest.newBuilder().setName(model).setVersion(version).build())
                .map(metadata -> new ModelMetadata(metadata.getName(), metadata.getVersionsList(),
                        metadata.getPlatform(), specs(metadata.getInputsList()), specs(metadata.getOutputsList())));
    }

    private static List<ModelMetadata.TensorSpec> specs(List<ModelMetadataResponse.TensorMetadata> tensors) {
        return tensors.stream().map(tensor -> new ModelMetadata.TensorSpec(tensor.getName(),
                Datatype.valueOf(tensor.getDatatype()), tensor.getShapeList())).toList();
    }

    /** @param version empty for the one that the server chooses */
    public Mono<ModelConfiguration> configuration(String model, String version) {
        return control(Methods.MODEL_CONFIG, ModelConfigRequest.newBuilder().setName(model).setVersion(version).build())
                .map(response -> {
                    ModelConfig config = response.getConfig();
                    Map<String, String> parameters = new LinkedHashMap<>();
                    config.getParametersMap().forEach((name, value) -> parameters.put(name, value.getStringValue()));
                    return new ModelConfiguration(config.getName(), config.getBackend(), config.getMaxBatchSize(),
                            config.getModelTransactionPolicy().getDecoupled(), parameters);
                });
    }

    /**
     * @param model empty for all models
     * @param version empty for all versions
     */
    public Mono<List<ModelStatisticsEntry>> statistics(String model, String version) {
        return control(Methods.MODEL_STATISTICS,
                ModelStatisticsRequest.newBuilder().setName(model).setVersion(version).build())
                .map(response -> response.getModelStatsList().stream().map(TritonClient::statistics).toList());
    }

    private static ModelStatisticsEntry statistics(ModelStatistics model) {
        var requests = model.getInferenceStats();
        return new ModelStatisticsEntry(model.getName(), model.getVersion(), requests.getSuccess().getCount(),
                requests.getFail().getCount(), model.getInferenceCount(), model.getExecutionCount(),
                Duration.ofNanos(requests.getQueue().getNs()), Duration.ofNanos(requests.getComputeInfer().getNs()));
    }

    /** The models in the server's repositories, loaded or not. */
    public Mono<List<ModelIndexEntry>> repositoryIndex() {
        return control(Methods.REPOSITORY_INDEX, RepositoryIndexRequest.getDefaultInstance())
                .map(index -> index.getModelsList().stream().map(model -> new ModelIndexEntry(model.getName(),
                        model.getVersion(), model.getState(), model.getReason())).toList());
    }

    /** Loads a model, or loads it anew; ends when it is ready. A server must run in explicit mode for that. */
    public Mono<Void> load(String model) {
        return call(Methods.LOAD, RepositoryModelLoadRequest.newBuilder().setModelName(model).build(), options,
                Map.of()).then();
    }

    /**
     * Unloads a model; requests in flight end first.
     *
     * @param dependents whether the parts of an ensemble go too
     */
    public Mono<Void> unload(String model, boolean dependents) {
        return call(Methods.UNLOAD, RepositoryModelUnloadRequest.newBuilder().setModelName(model)
                .putParameters("unload_dependents",
                        ModelRepositoryParameter.newBuilder().setBoolParam(dependents).build())
                .build(), options, Map.of()).then();
    }

    /** Asks a model that answers once. */
    public Mono<InferenceResponse> infer(InferenceRequest request) {
        return Mono.defer(() -> call(Methods.INFER, Messages.of(request), options(request), request.headers())
                .map(Messages::of));
    }

    /**
     * Asks a model that answers any number of times. Responses come as the subscriber asks for them, and cancelling
     * cancels the request on the server. Those without outputs, which only mark the end, are left out.
     */
    public Flux<InferenceResponse> stream(InferenceRequest request) {
        return Flux.from(subscriber -> {
            Metadata metadata = headers.metadata(request.headers());
            StreamCall.start(endpoint, channel, options(request), metadata, Messages.of(request).toBuilder()
                    .putParameters("triton_enable_empty_final_response",
                            InferParameter.newBuilder().setBoolParam(true).build())
                    .build(), subscriber);
        });
    }

    private CallOptions options(InferenceRequest request) {
        Duration timeout = request.timeout();
        return timeout == null ? options : options.withDeadlineAfter(timeout);
    }

    private <Q extends Message, A extends Message> Mono<A> control(MethodDescriptor<Q, A> method, Q request) {
        return Mono.defer(() -> call(method, request, options.withDeadlineAfter(controlTimeout), Map.of()));
    }

    private <Q extends Message, A extends Message> Mono<A> call(MethodDescriptor<Q, A> method, Q request,
            CallOptions callOptions, Map<String, String> further) {
        return Mono.create(sink -> {
            ClientCall<Q, A> call = MetadataUtils.newAttachHeadersInterceptor(headers.metadata(further))
                    .interceptCall(method, callOptions, channel);
            ListenableFuture<A> answer = ClientCalls.futureUnaryCall(call, request);
            sink.onDispose(() -> answer.cancel(true));
            Futures.addCallback(answer, new FutureCallback<A>() {

                @Override
                public void onSuccess(@Nullable A result) {
                    sink.success(result);
                }

                @Override
                public void onFailure(Throwable error) {
                    sink.error(TritonException.of(endpoint, error));
                }
            }, MoreExecutors.directExecutor());
        });
    }

    /** Tries to connect now, and not only when the pause that follows a failed attempt is over. */
    void reconnect() {
        channel.resetConnectBackoff();
    }

    /** Ends every call in progress and the connection. */
    @Override
    public void close() {
        channel.shutdownNow();
        try {
            if (!channel.awaitTermination(5, TimeUnit.SECONDS)) {
                LOG.warn("The connection to {} did not end within 5 s", endpoint);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
