package io.azulejo.server.security;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

final class OpenAddressFailureAnalyzer extends AbstractFailureAnalyzer<OpenAddressException> {

    @Override
    protected FailureAnalysis analyze(Throwable failure, OpenAddressException cause) {
        return new FailureAnalysis("The server does not start. " + cause.getMessage(),
                "Set azulejo.security.mode=accounts or oidc, so that people log in, or " + cause.property()
                        + "=127.0.0.1.",
                failure);
    }
}
