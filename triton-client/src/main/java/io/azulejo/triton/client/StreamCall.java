package io.azulejo.triton.client;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

import io.azulejo.triton.client.protocol.ModelInferRequest;
import io.azulejo.triton.client.protocol.ModelStreamInferResponse;

/**
 * One {@code ModelStreamInfer} call for one request. The subscriber's demand is the call's demand, so nothing is kept
 * here: what is not asked for waits in the connection's flow-control window and then in the server. Cancelling the
 * subscription cancels the call, which the server hears.
 */
final class StreamCall extends ClientCall.Listener<ModelStreamInferResponse> implements Subscription {

    private final String endpoint;
    private final ClientCall<ModelInferRequest, ModelStreamInferResponse> call;
    private final Subscriber<? super InferenceResponse> subscriber;
    private boolean started;
    private int earlyDemand;
    private boolean done;
    private volatile boolean cancelled;

    private StreamCall(String endpoint, ClientCall<ModelInferRequest, ModelStreamInferResponse> call,
            Subscriber<? super InferenceResponse> subscriber) {
        this.endpoint = endpoint;
        this.call = call;
        this.subscriber = subscriber;
    }

    static void start(String endpoint, Channel channel, CallOptions options, Metadata headers,
            ModelInferRequest request, Subscriber<? super InferenceResponse> subscriber) {
        StreamCall stream = new StreamCall(endpoint, channel.newCall(Methods.STREAM_INFER, options), subscriber);
        // First of all: a call that cannot be made ends while it is started.
        subscriber.onSubscribe(stream);
        stream.start(headers, request);
    }

    private void start(Metadata headers, ModelInferRequest request) {
        if (cancelled) {
            return;
        }
        call.start(this, headers);
        int demand;
        synchronized (this) {
            started = true;
            demand = earlyDemand;
        }
        if (cancelled) {
            cancel();
            return;
        }
        if (demand > 0) {
            call.request(demand);
        }
        try {
            call.sendMessage(request);
            // The server ends the call itself then, once the last response is sent.
            call.halfClose();
        } catch (IllegalStateException e) {
            // A call that is cancelled meanwhile takes no message.
            if (!cancelled) {
                throw e;
            }
        }
    }

    @Override
    public void request(long n) {
        if (n < 1) {
            cancel();
            return;
        }
        int demand = (int) Math.min(n, Integer.MAX_VALUE);
        synchronized (this) {
            if (!started) {
                earlyDemand = (int) Math.min((long) earlyDemand + demand, Integer.MAX_VALUE);
                return;
            }
        }
        call.request(demand);
    }

    @Override
    public void cancel() {
        cancelled = true;
        synchronized (this) {
            if (!started) {
                return;
            }
        }
        call.cancel("The answer is no longer wanted", null);
    }

    @Override
    public void onMessage(ModelStreamInferResponse message) {
        if (done || cancelled) {
            return;
        }
        if (!message.getErrorMessage().isEmpty()) {
            fail(TritonException.inStream(endpoint, message.getErrorMessage()));
            return;
        }
        InferenceResponse response;
        try {
            response = Messages.of(message.getInferResponse());
        } catch (IllegalArgumentException e) {
            fail(TritonException.of(endpoint, e));
            return;
        }
        if (!response.outputs().isEmpty()) {
            subscriber.onNext(response);
        } else if (!response.last()) {
            // It used up demand and gave nothing.
            call.request(1);
        }
        if (response.last()) {
            done = true;
            subscriber.onComplete();
        }
    }

    private void fail(TritonException error) {
        done = true;
        call.cancel("The stream failed", null);
        subscriber.onError(error);
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
        if (done || cancelled) {
            return;
        }
        done = true;
        if (status.isOk()) {
            subscriber.onComplete();
        } else {
            subscriber.onError(TritonException.of(endpoint, status, trailers));
        }
    }
}
