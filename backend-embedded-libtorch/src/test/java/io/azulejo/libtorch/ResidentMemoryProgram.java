package io.azulejo.libtorch;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.bytedeco.javacpp.Pointer;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.content.Media;
import reactor.core.publisher.Flux;

import io.azulejo.api.backend.Backend;
import io.azulejo.api.backend.BackendModel;
import io.azulejo.api.model.GenerationOptions;
import io.azulejo.api.model.MessagePart;
import io.azulejo.libtorch.nativelib.FreedMemory;
import io.azulejo.tck.TinyCheckpoint;

/**
 * The program that {@link ResidentMemoryIT} measures in a JVM of its own. Prints one line {@code name bytes objects} for
 * each moment: the process's resident memory, heap included, and how many native objects live.
 */
final class ResidentMemoryProgram {

    private ResidentMemoryProgram() {}

    public static void main(String[] arguments) {
        Path directory = Path.of(arguments[1]);
        if (arguments[0].equals("generations")) {
            generations(TinyCheckpoint.write(directory));
        } else {
            // 600,000 * 512 bytes of weights in the file; half of that again where they are converted.
            closing(TinyCheckpoint.write(directory, 600_000));
        }
    }

    private static void generations(Path checkpoint) {
        try (Backend backend = TinyBackend.open(checkpoint,
                Map.of("dtype", "f32", "feature-cache-bytes", "32KB"))) {
            BackendModel model = backend.models().getFirst();
            // The caches of keys, values and features are full by then.
            generate(model, 0, 2000);
            tell("after-2000");
            generate(model, 2000, 12_000);
            tell("after-12000");
        }
    }

    private static void closing(Path checkpoint) {
        // What the library, the JVM and the C allocator take once they keep, so a first round goes before.
        openAndGenerate(checkpoint, "first-open");
        tell("before");
        openAndGenerate(checkpoint, "open");
        tell("closed");
    }

    private static void openAndGenerate(Path checkpoint, String name) {
        try (Backend backend = TinyBackend.open(checkpoint, Map.of("dtype", "bf16", "max-sequences", "64"))) {
            generate(backend.models().getFirst(), 0, 12);
            tell(name);
        }
    }

    private static void tell(String name) {
        long objects = settledObjects();
        System.gc();
        // What the compilers and LibTorch have freed is the allocator's, and no leak.
        FreedMemory.giveBack();
        System.out.println(name + " " + Pointer.physicalBytes() + " " + objects);
    }

    /** An answer ends a moment before the step that ended it has closed its logits: the lowest count of a second. */
    private static long settledObjects() {
        long lowest = Pointer.totalCount();
        for (int i = 0; i < 100; i++) {
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            lowest = Math.min(lowest, Pointer.totalCount());
        }
        return lowest;
    }

    /** Every third prompt has a picture; all kinds of sampling come up. */
    private static void generate(BackendModel model, int from, int to) {
        List<Prompt> prompts = IntStream.range(from, to).mapToObj(ResidentMemoryProgram::prompt).toList();
        Long answers = Flux.fromIterable(prompts).flatMap(prompt -> model.chatModel().stream(prompt).last(), 8).count()
                .block();
        if (answers == null || answers != to - from) {
            throw new IllegalStateException(answers + " answers to " + (to - from) + " prompts");
        }
    }

    private static Prompt prompt(int number) {
        GenerationOptions options = GenerationOptions.builder().maxTokens(8).temperature(number % 2 * 0.8)
                .topP(number % 4 == 1 ? 0.9 : null).topK(number % 4 == 3 ? 20 : null).logprobs(number % 5 == 0)
                .repetitionPenalty(number % 6 == 0 ? 1.1 : null).maxTiles(4).build();
        UserMessage message = number % 3 > 0
                ? new UserMessage("Question " + number)
                : MessagePart.toMessage(List.of(new MessagePart.Picture(Media.builder()
                        .mimeType(Media.Format.IMAGE_PNG).data(Noise.png(60, 30, number)).build(), null),
                        new MessagePart.Text("Question " + number)));
        return new Prompt(message, options);
    }
}
