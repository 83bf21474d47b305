/**
 * A client of Triton Inference Server and whatever else speaks the KServe v2 inference protocol over gRPC: reactive, with
 * streams whose back-pressure and cancellation reach the server.
 *
 * <pre>{@code
 * try (TritonClient triton = TritonClient.builder("127.0.0.1:8001").build()) {
 *     InferenceRequest request = InferenceRequest.builder("vllm_model")
 *             .input(Tensor.ofStrings("text_input", "Hello"))
 *             .input(Tensor.ofBooleans("stream", true))
 *             .build();
 *     triton.stream(request)
 *             .map(response -> response.output("text_output").strings().getFirst())
 *             .doOnNext(System.out::print)
 *             .blockLast();
 * }
 * }</pre>
 *
 * {@link io.azulejo.triton.client.TritonClient} speaks to one endpoint, {@link io.azulejo.triton.client.TritonCluster} to
 * several that serve the same models.
 */
@NullMarked
package io.azulejo.triton.client;

import org.jspecify.annotations.NullMarked;
