package io.azulejo.triton.client;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;

import io.azulejo.triton.client.protocol.InferParameter;
import io.azulejo.triton.client.protocol.InferTensorContents;
import io.azulejo.triton.client.protocol.ModelInferRequest;
import io.azulejo.triton.client.protocol.ModelInferRequest.InferInputTensor;
import io.azulejo.triton.client.protocol.ModelInferRequest.InferRequestedOutputTensor;
import io.azulejo.triton.client.protocol.ModelInferResponse;
import io.azulejo.triton.client.protocol.ModelInferResponse.InferOutputTensor;

/** Turns requests and responses into the protocol's messages and back. */
final class Messages {

    private Messages() {}

    /** The tensors' data is not copied. */
    static ModelInferRequest of(InferenceRequest request) {
        ModelInferRequest.Builder message = ModelInferRequest.newBuilder().setModelName(request.model())
                .setModelVersion(request.version()).setId(request.id());
        request.parameters().forEach((name, value) -> message.putParameters(name, parameter(name, value)));
        for (Tensor input : request.inputs()) {
            message.addInputs(InferInputTensor.newBuilder().setName(input.name())
                    .setDatatype(input.datatype().name()).addAllShape(input.shape()));
            message.addRawInputContents(UnsafeByteOperations.unsafeWrap(input.data()));
        }
        request.outputs().forEach(name -> message.addOutputs(InferRequestedOutputTensor.newBuilder().setName(name)));
        return message.build();
    }

    static InferenceResponse of(ModelInferResponse message) {
        List<Tensor> outputs = new ArrayList<>(message.getOutputsCount());
        for (int i = 0; i < message.getOutputsCount(); i++) {
            InferOutputTensor output = message.getOutputs(i);
            Datatype datatype = Datatype.valueOf(output.getDatatype());
            ByteBuffer data = i < message.getRawOutputContentsCount()
                    ? message.getRawOutputContents(i).asReadOnlyByteBuffer()
                    : raw(datatype, output.getContents());
            outputs.add(new Tensor(output.getName(), datatype, output.getShapeList(), data));
        }
        return new InferenceResponse(message.getModelName(), message.getModelVersion(), message.getId(),
                parameters(message.getParametersMap()), outputs);
    }

    private static InferParameter parameter(String name, Object value) {
        InferParameter.Builder parameter = InferParameter.newBuilder();
        return switch (value) {
            case Boolean flag -> parameter.setBoolParam(flag).build();
            case Integer number -> parameter.setInt64Param(number).build();
            case Long number -> parameter.setInt64Param(number).build();
            case Double number -> parameter.setDoubleParam(number).build();
            case String text -> parameter.setStringParam(text).build();
            default -> throw new IllegalArgumentException(
                    "Parameter " + name + " cannot be a " + value.getClass().getName());
        };
    }

    private static Map<String, Object> parameters(Map<String, InferParameter> parameters) {
        Map<String, Object> values = new LinkedHashMap<>();
        parameters.forEach((name, parameter) -> {
            switch (parameter.getParameterChoiceCase()) {
                case BOOL_PARAM -> values.put(name, parameter.getBoolParam());
                case INT64_PARAM -> values.put(name, parameter.getInt64Param());
                case UINT64_PARAM -> values.put(name, parameter.getUint64Param());
                case DOUBLE_PARAM -> values.put(name, parameter.getDoubleParam());
                case STRING_PARAM -> values.put(name, parameter.getStringParam());
                case PARAMETERCHOICE_NOT_SET -> {
                }
            }
        });
        return values;
    }

    /** Servers other than Triton may send contents that are not raw. */
    private static ByteBuffer raw(Datatype datatype, InferTensorContents contents) {
        if (datatype == Datatype.BYTES) {
            return Tensor.ofBytes("", contents.getBytesContentsList().stream().map(ByteString::toByteArray).toList())
                    .data();
        }
        int elements = switch (datatype) {
            case BOOL -> contents.getBoolContentsCount();
            case INT8, INT16, INT32 -> contents.getIntContentsCount();
            case UINT8, UINT16, UINT32 -> contents.getUintContentsCount();
            case INT64 -> contents.getInt64ContentsCount();
            case UINT64 -> contents.getUint64ContentsCount();
            case FP32 -> contents.getFp32ContentsCount();
            case FP64 -> contents.getFp64ContentsCount();
            // The protocol has no contents of these but raw ones.
            case FP16, BF16, BYTES -> 0;
        };
        ByteBuffer data = ByteBuffer.allocate(elements * datatype.size()).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < elements; i++) {
            switch (datatype) {
                case BOOL -> data.put((byte) (contents.getBoolContents(i) ? 1 : 0));
                case INT8 -> data.put((byte) contents.getIntContents(i));
                case UINT8 -> data.put((byte) contents.getUintContents(i));
                case INT16 -> data.putShort((short) contents.getIntContents(i));
                case UINT16 -> data.putShort((short) contents.getUintContents(i));
                case INT32 -> data.putInt(contents.getIntContents(i));
                case UINT32 -> data.putInt(contents.getUintContents(i));
                case INT64 -> data.putLong(contents.getInt64Contents(i));
                case UINT64 -> data.putLong(contents.getUint64Contents(i));
                case FP32 -> data.putFloat(contents.getFp32Contents(i));
                case FP64 -> data.putDouble(contents.getFp64Contents(i));
                case FP16, BF16, BYTES -> throw new IllegalStateException("no elements");
            }
        }
        return data.flip();
    }
}
