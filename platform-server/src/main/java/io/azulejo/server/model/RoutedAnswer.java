package io.azulejo.server.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

import io.azulejo.api.error.BackendException;
import io.azulejo.api.error.BackendUnavailableException;
import io.azulejo.api.error.GenerationFailedException;
import io.azulejo.api.error.InvalidRequestException;
import io.azulejo.api.error.OverCapacityException;
import io.azulejo.api.error.UnsupportedRequestException;
import io.azulejo.api.model.Continuation;
import io.azulejo.api.model.GenerationOptions;
import io.azulejo.api.model.PromptSize;
import io.azulejo.api.model.ToolCallDelta;

/**
 * One answer on its way through deployments. Where one fails before it said anything, the next one is asked; where it
 * breaks after that, another one goes on with the text so far. To be subscribed to once: what happens in it happens one
 * after the other.
 */
final class RoutedAnswer {

    /** How a deployment's model is asked. */
    @FunctionalInterface
    interface Asking {

        Flux<ChatResponse> ask(Deployment deployment, Prompt prompt);
    }

    private static final Logger log = LoggerFactory.getLogger(RoutedAnswer.class);
    private static final int MOST_CONTINUATIONS = 2;

    private final Route route;
    private final Prompt prompt;
    private final RoutingMeters meters;
    private final Asking asking;
    private final long start = System.nanoTime();

    private final StringBuilder text = new StringBuilder();
    /** Whether it calls tools: half a call cannot be gone on with. */
    private boolean calling;
    private final Set<Deployment> broken = new HashSet<>();
    /** Those that said nothing, since the beginning or since the last one broke; likewise what they had to say. */
    private final Set<Deployment> tried = new HashSet<>();
    private final List<BackendException> failures = new ArrayList<>();
    private @Nullable BackendException breakage;
    /** The deployment of the last piece. */
    private String saidLast = "";

    RoutedAnswer(Route route, Prompt prompt, RoutingMeters meters, Asking asking) {
        this.route = route;
        this.prompt = prompt;
        this.meters = meters;
        this.asking = asking;
    }

    /** The answer, begun by this attempt. */
    Flux<ChatResponse> from(Attempt attempt) {
        int before = text.length();
        return attempt.watch(Flux.defer(() -> ask(attempt.deployment())))
                .index((place, response) -> place == 0 ? answeredBy(attempt.deployment(), response) : response)
                .doOnNext(response -> take(attempt, response))
                .onErrorResume(BackendException.class, error -> text.length() > before || calling
                        ? afterBreaking(attempt.deployment(), error)
                        : afterFailing(attempt.deployment(), error));
    }

    private static ChatResponse answeredBy(Deployment deployment, ChatResponse response) {
        return Seam.mark(response, AnsweredBy.METADATA_KEY,
                new AnsweredBy(deployment.name(), deployment.descriptor().family()));
    }

    private Flux<ChatResponse> ask(Deployment deployment) {
        if (text.isEmpty()) {
            return asking.ask(deployment, deployment.adapt(withTimeLeft(prompt)));
        }
        Prompt begun = begun();
        PromptSize without = deployment.model().measure(deployment.adapt(prompt));
        PromptSize with = deployment.model().measure(deployment.adapt(begun));
        int made = Math.max(1, with.promptTokens() - without.promptTokens());
        Seam seam = new Seam(new Continuation(saidLast, deployment.name(), text.length()), without.promptTokens(),
                made);
        GenerationOptions options = GenerationOptions.from(prompt.getOptions());
        Integer most = options.maxTokens();
        if (most != null && made >= most) {
            return Flux.just(seam.end(deployment.descriptor().id(), without.imageTokens()));
        }
        GenerationOptions rest = options.mutate().maxTokens(most == null ? null : Integer.valueOf(most - made)).build();
        return asking.ask(deployment, deployment.adapt(withTimeLeft(new Prompt(begun.getInstructions(), rest))))
                .map(seam::mark);
    }

    /** The prompt and the text so far, which goes on an answer that the prompt itself began. */
    private Prompt begun() {
        List<Message> messages = new ArrayList<>(prompt.getInstructions());
        String said = messages.getLast() instanceof AssistantMessage last && last.getText() != null
                ? last.getText()
                : "";
        if (messages.getLast() instanceof AssistantMessage) {
            messages.removeLast();
        }
        messages.add(new AssistantMessage(said + text));
        return new Prompt(messages, prompt.getOptions());
    }

    private Prompt withTimeLeft(Prompt whole) {
        GenerationOptions options = GenerationOptions.from(whole.getOptions());
        if (options.timeout() == null || (tried.isEmpty() && broken.isEmpty())) {
            return whole;
        }
        Duration left = options.timeout().minusNanos(System.nanoTime() - start);
        Duration least = Duration.ofMillis(1);
        return new Prompt(whole.getInstructions(),
                options.mutate().timeout(left.compareTo(least) < 0 ? least : left).build());
    }

    private void take(Attempt attempt, ChatResponse response) {
        calling |= response.getResults().stream().anyMatch(generation -> generation.getOutput().hasToolCalls()
                || generation.getMetadata().containsKey(ToolCallDelta.METADATA_KEY));
        if (response.getResult() != null && response.getResult().getOutput().getText() != null) {
            text.append(response.getResult().getOutput().getText());
            saidLast = attempt.deployment().name();
        }
    }

    private Flux<ChatResponse> afterFailing(Deployment failed, BackendException error) {
        BackendException broke = breakage;
        if (broke == null && !mayWorkElsewhere(error)) {
            return Flux.error(error);
        }
        tried.add(failed);
        failures.add(error);
        return next(failed, error).orElseGet(() -> Flux.error(broke == null ? worthTelling() : broke));
    }

    private Flux<ChatResponse> afterBreaking(Deployment failed, BackendException error) {
        broken.add(failed);
        if (calling || !mayWorkElsewhere(error) || broken.size() > MOST_CONTINUATIONS) {
            return Flux.error(error);
        }
        tried.clear();
        breakage = error;
        return next(failed, error).orElseGet(() -> Flux.error(error));
    }

    /** Another deployment's share of the answer, on a thread that may count tokens. */
    private Optional<Flux<ChatResponse>> next(Deployment failed, BackendException error) {
        Set<Deployment> without = new HashSet<>(tried);
        without.addAll(broken);
        Predicate<Deployment> fits = deployment -> text.isEmpty()
                || deployment.descriptor().capabilities().continues();
        return route.next(without, fits, meters).map(attempt -> {
            String done = text.isEmpty() ? "asking" : "continuing after " + text.length() + " characters on";
            log.warn("{} failed for the model {} ({}: {}); {} {}", failed.name(), route.model().id(),
                    error.getClass().getSimpleName(), error.getMessage(), done, attempt.deployment().name());
            return from(attempt).subscribeOn(Schedulers.boundedElastic(), false);
        });
    }

    private static boolean mayWorkElsewhere(BackendException error) {
        return switch (error) {
            case BackendUnavailableException _,OverCapacityException _,GenerationFailedException _ -> true;
            case InvalidRequestException _,UnsupportedRequestException _ -> false;
        };
    }

    /** That there will be room is the best news, and the sooner the better. */
    private BackendException worthTelling() {
        return failures.stream().filter(OverCapacityException.class::isInstance).map(OverCapacityException.class::cast)
                .min(Comparator.comparing(OverCapacityException::retryAfter)).<BackendException>map(full -> full)
                .orElseGet(failures::getFirst);
    }
}
