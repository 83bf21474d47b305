package io.azulejo.server.web;

import java.net.URI;

import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** An error that the sender of a request is told, as a problem detail. */
public final class ProblemException extends ErrorResponseException {

    private static final long serialVersionUID = 1L;

    private ProblemException(HttpStatusCode status, ProblemDetail problem) {
        super(status, problem, null);
    }

    /**
     * @param type what kind of problem it is, in kebab case, for programs
     * @param title the kind in words
     * @param detail what is wrong here and how to mend it
     */
    public static ProblemException of(HttpStatusCode status, String type, String title, String detail) {
        return new ProblemException(status, problem(status, type, title, detail));
    }

    /** The same problem with the parameter at fault named. */
    public ProblemException withParameter(String parameter) {
        getBody().setProperty("parameter", parameter);
        return this;
    }

    static ProblemDetail problem(HttpStatusCode status, String type, String title, String detail) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setType(URI.create("urn:azulejo:problem:" + type));
        problem.setTitle(title);
        return problem;
    }
}
