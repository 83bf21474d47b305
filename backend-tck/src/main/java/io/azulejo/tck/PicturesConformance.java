package io.azulejo.tck;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.content.Media;

import io.azulejo.api.error.BackendException;
import io.azulejo.api.error.InvalidRequestException;
import io.azulejo.api.error.UnsupportedRequestException;
import io.azulejo.api.model.GenerationOptions;
import io.azulejo.api.model.GenerationParameter;
import io.azulejo.api.model.MessagePart;
import io.azulejo.api.model.PromptSize;
import io.azulejo.api.model.TokenUsage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Pictures: counted exactly where the model sees, refused where it does not. */
interface PicturesConformance extends Conformance {

    @Test
    default void usageWhenPromptHasPicturesThenCountsThemAsMeasured() {
        Prompt prompt = prompt(options().maxTokens(4), TestPictures.png(80, 40, 1), TestPictures.png(30, 30, 2));
        if (blind(prompt)) {
            return;
        }
        PromptSize size = model().measure(prompt);
        TokenUsage usage = Answers.usage(Answers.stream(model(), prompt).getLast());

        assertThat(size.pictures()).hasSize(2);
        assertThat(size.pictures().getFirst().width()).isEqualTo(80);
        assertThat(size.pictures().getFirst().height()).isEqualTo(40);
        assertThat(size.imageTokens()).isPositive()
                .isEqualTo(size.pictures().stream().mapToInt(PromptSize.Picture::tokens).sum());
        assertThat(usage.imageTokens()).isEqualTo(size.imageTokens());
        assertThat(usage.promptTokens()).isEqualTo(size.promptTokens());
    }

    @Test
    default void pictureWhenTilesAreLimitedThenHasNoMore() {
        Prompt one = prompt(options().maxTokens(2).maxTiles(1), TestPictures.png(160, 80, 3));
        if (!model().descriptor().capabilities().parameters().contains(GenerationParameter.MAX_TILES)) {
            assertThat(Answers.failure(model(), one)).isInstanceOfAny(UnsupportedRequestException.class);
            return;
        }
        assertThat(model().measure(one).pictures().getFirst().tiles()).isEqualTo(1);
        assertThat(Answers.usage(Answers.stream(model(), one).getLast()).imageTokens())
                .isEqualTo(model().measure(one).imageTokens());
    }

    @Test
    default void pictureWhenItsBytesAreNoPictureThenIsRefused() {
        Prompt prompt = prompt(options(), "This is not a picture.".getBytes(StandardCharsets.UTF_8));
        if (blind(prompt)) {
            return;
        }
        assertThat(Answers.failure(model(), prompt)).isInstanceOfSatisfying(InvalidRequestException.class,
                e -> assertThat(e.code()).isEqualTo(InvalidRequestException.INVALID_IMAGE));
        assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> model().measure(prompt));
        assertThat(Answers.text(Answers.stream(model(), Answers.prompt("Hello", options().maxTokens(3)))))
                .as("the model goes on").isNotNull();
    }

    @Test
    default void pictureWhenItIsAnAddressThenIsRefused() {
        var media = Media.builder().mimeType(Media.Format.IMAGE_PNG).data(URI.create("http://127.0.0.1:1/a.png"))
                .build();
        BackendException failure = Answers.failure(model(), new Prompt(
                MessagePart.toMessage(List.of(new MessagePart.Picture(media, null))), options().build()));

        assertThat(failure).isInstanceOfAny(InvalidRequestException.class, UnsupportedRequestException.class);
    }

    @Test
    default void picturesWhenMoreThanTheModelTakesThenAreRefused() {
        int most = model().descriptor().capabilities().maxPictures();
        byte[][] pictures = Collections.nCopies(most + 1, TestPictures.png(8, 8, 4)).toArray(byte[][]::new);

        assertThat(Answers.failure(model(), prompt(options(), pictures)))
                .isInstanceOfAny(InvalidRequestException.class, UnsupportedRequestException.class);
    }

    private static Prompt prompt(GenerationOptions.Builder options, byte[]... pictures) {
        List<MessagePart> parts = new java.util.ArrayList<>();
        for (byte[] picture : pictures) {
            parts.add(new MessagePart.Picture(
                    Media.builder().mimeType(Media.Format.IMAGE_PNG).data(picture).build(), null));
        }
        parts.add(new MessagePart.Text("What is in the picture?"));
        return new Prompt(MessagePart.toMessage(parts), options.build());
    }

    /** Where the model sees no pictures, checks that it says so. */
    private boolean blind(Prompt prompt) {
        if (model().descriptor().capabilities().pictures()) {
            return false;
        }
        assertThat(Answers.failure(model(), prompt)).isInstanceOf(UnsupportedRequestException.class);
        return true;
    }
}
