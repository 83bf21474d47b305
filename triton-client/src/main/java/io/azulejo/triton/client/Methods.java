package io.azulejo.triton.client;

import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.protobuf.ProtoUtils;

import io.azulejo.triton.client.protocol.ModelConfigRequest;
import io.azulejo.triton.client.protocol.ModelConfigResponse;
import io.azulejo.triton.client.protocol.ModelInferRequest;
import io.azulejo.triton.client.protocol.ModelInferResponse;
import io.azulejo.triton.client.protocol.ModelMetadataRequest;
import io.azulejo.triton.client.protocol.ModelMetadataResponse;
import io.azulejo.triton.client.protocol.ModelReadyRequest;
import io.azulejo.triton.client.protocol.ModelReadyResponse;
import io.azulejo.triton.client.protocol.ModelStatisticsRequest;
import io.azulejo.triton.client.protocol.ModelStatisticsResponse;
import io.azulejo.triton.client.protocol.ModelStreamInferResponse;
import io.azulejo.triton.client.protocol.RepositoryIndexRequest;
import io.azulejo.triton.client.protocol.RepositoryIndexResponse;
import io.azulejo.triton.client.protocol.RepositoryModelLoadRequest;
import io.azulejo.triton.client.protocol.RepositoryModelLoadResponse;
import io.azulejo.triton.client.protocol.RepositoryModelUnloadRequest;
import io.azulejo.triton.client.protocol.RepositoryModelUnloadResponse;
import io.azulejo.triton.client.protocol.ServerLiveRequest;
import io.azulejo.triton.client.protocol.ServerLiveResponse;
import io.azulejo.triton.client.protocol.ServerMetadataRequest;
import io.azulejo.triton.client.protocol.ServerMetadataResponse;
import io.azulejo.triton.client.protocol.ServerReadyRequest;
import io.azulejo.triton.client.protocol.ServerReadyResponse;

/** The service's methods. */
final class Methods {

    private static final String SERVICE = "inference.GRPCInferenceService";

    static final MethodDescriptor<ServerLiveRequest, ServerLiveResponse> SERVER_LIVE = unary("ServerLive",
            ServerLiveRequest.getDefaultInstance(), ServerLiveResponse.getDefaultInstance());
    static final MethodDescriptor<ServerReadyRequest, ServerReadyResponse> SERVER_READY = unary("ServerReady",
            ServerReadyRequest.getDefaultInstance(), ServerReadyResponse.getDefaultInstance());
    static final MethodDescriptor<ModelReadyRequest, ModelReadyResponse> MODEL_READY = unary("ModelReady",
            ModelReadyRequest.getDefaultInstance(), ModelReadyResponse.getDefaultInstance());
    static final MethodDescriptor<ServerMetadataRequest, ServerMetadataResponse> SERVER_METADATA = unary(
            "ServerMetadata", ServerMetadataRequest.getDefaultInstance(),
            ServerMetadataResponse.getDefaultInstance());
    static final MethodDescriptor<ModelMetadataRequest, ModelMetadataResponse> MODEL_METADATA = unary("ModelMetadata",
            ModelMetadataRequest.getDefaultInstance(), ModelMetadataResponse.getDefaultInstance());
    static final MethodDescriptor<ModelConfigRequest, ModelConfigResponse> MODEL_CONFIG = unary("ModelConfig",
            ModelConfigRequest.getDefaultInstance(), ModelConfigResponse.getDefaultInstance());
    static final MethodDescriptor<ModelStatisticsRequest, ModelStatisticsResponse> MODEL_STATISTICS = unary(
            "ModelStatistics", ModelStatisticsRequest.getDefaultInstance(),
            ModelStatisticsResponse.getDefaultInstance());
    static final MethodDescriptor<RepositoryIndexRequest, RepositoryIndexResponse> REPOSITORY_INDEX = unary(
            "RepositoryIndex", RepositoryIndexRequest.getDefaultInstance(),
            RepositoryIndexResponse.getDefaultInstance());
    static final MethodDescriptor<RepositoryModelLoadRequest, RepositoryModelLoadResponse> LOAD = unary(
            "RepositoryModelLoad", RepositoryModelLoadRequest.getDefaultInstance(),
            RepositoryModelLoadResponse.getDefaultInstance());
    static final MethodDescriptor<RepositoryModelUnloadRequest, RepositoryModelUnloadResponse> UNLOAD = unary(
            "RepositoryModelUnload", RepositoryModelUnloadRequest.getDefaultInstance(),
            RepositoryModelUnloadResponse.getDefaultInstance());
    static final MethodDescriptor<ModelInferRequest, ModelInferResponse> INFER = unary("ModelInfer",
            ModelInferRequest.getDefaultInstance(), ModelInferResponse.getDefaultInstance());
    static final MethodDescriptor<ModelInferRequest, ModelStreamInferResponse> STREAM_INFER = method(
            "ModelStreamInfer", MethodType.BIDI_STREAMING, ModelInferRequest.getDefaultInstance(),
            ModelStreamInferResponse.getDefaultInstance());

    private Methods() {}

    private static <Q extends Message, A extends Message> MethodDescriptor<Q, A> unary(String name, Q request,
            A response) {
        return method(name, MethodType.UNARY, request, response);
    }

    private static <Q extends Message, A extends Message> MethodDescriptor<Q, A> method(String name, MethodType type,
            Q request, A response) {
        return MethodDescriptor.<Q, A>newBuilder().setType(type)
                .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, name))
                .setRequestMarshaller(ProtoUtils.marshaller(request))
                .setResponseMarshaller(ProtoUtils.marshaller(response)).build();
    }
}
