package io.azulejo.openai;

import okhttp3.Call;
import org.jspecify.annotations.Nullable;

/** The HTTP call of one answer, which may be cancelled before it begins. */
final class AnswerCall {

    private @Nullable Call call;
    private boolean cancelled;

    synchronized void begin(Call begun) {
        call = begun;
        if (cancelled) {
            begun.cancel();
        }
    }

    synchronized void cancel() {
        cancelled = true;
        if (call != null) {
            call.cancel();
        }
    }
}
