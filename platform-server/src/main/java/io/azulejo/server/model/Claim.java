package io.azulejo.server.model;

import java.util.Comparator;
import java.util.List;
import java.util.function.IntSupplier;

import org.springframework.ai.chat.prompt.Prompt;

import io.azulejo.api.backend.ModelRoom;
import io.azulejo.api.model.GenerationOptions;

/**
 * How well a deployment suits a prompt at the moment.
 *
 * @param queue 0 where it has room, or does not tell; otherwise how many are before it, by weight
 * @param score of {@link Stickiness}
 */
record Claim(Deployment deployment, double queue, double score) {

    /** By priority, then those with room, then the one to which the conversation belongs. */
    private static final Comparator<Claim> ORDER = Comparator
            .comparingInt((Claim claim) -> claim.deployment().priority()).thenComparingDouble(Claim::queue)
            .thenComparing(Comparator.comparingDouble(Claim::score).reversed());

    /** The deployments in the order in which they are to be asked. */
    static List<Deployment> order(AvailableModel model, List<Deployment> suitable, Prompt prompt) {
        Stickiness stickiness = Stickiness.of(prompt);
        Need need = new Need(model, prompt, suitable.size());
        return suitable.stream()
                .map(deployment -> new Claim(deployment, need.queue(deployment), stickiness.score(deployment)))
                .sorted(ORDER).map(Claim::deployment).toList();
    }

    /** What a prompt needs, counted only where it makes a difference. */
    private static final class Need {

        private final AvailableModel model;
        private final int deployments;
        private final IntSupplier count;
        private int tokens = -1;

        Need(AvailableModel model, Prompt prompt, int deployments) {
            this.model = model;
            this.deployments = deployments;
            Integer most = GenerationOptions.from(prompt.getOptions()).maxTokens();
            this.count = () -> Route.measure(model, prompt).promptTokens() + (most == null ? 1 : most);
        }

        double queue(Deployment deployment) {
            ModelRoom room = deployments == 1 ? null : deployment.model().room();
            if (room == null || hasRoom(room, deployment)) {
                return 0;
            }
            return (room.queued() + 1.0) / deployment.weight();
        }

        private boolean hasRoom(ModelRoom room, Deployment deployment) {
            if (room.queued() > 0) {
                return false;
            }
            // What was sent and is not seen there yet is taken to be as long as this one.
            int more = 1 + Math.max(0, deployment.answering() - room.running());
            int context = model.descriptor().contextLength();
            return room.freeTokens() >= (long) more * context
                    || room.freeTokens() >= (long) more * Math.min(tokens(), context);
        }

        private int tokens() {
            if (tokens < 0) {
                tokens = count.getAsInt();
            }
            return tokens;
        }
    }
}
