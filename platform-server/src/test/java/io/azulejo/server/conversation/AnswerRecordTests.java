package io.azulejo.server.conversation;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AnswerRecordTests {

    @Test
    void seamWhenSeenByAnybodyThenTellsThePlaceAndNoDeployment() {
        AnswerRecord answer = new AnswerRecord(UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID(), "seer", "{}",
                null, List.of(new AnswerRecord.Seam(7, "gpu-1/seer", "gpu-2/seer")), "completed", "stop", null,
                new AnswerRecord.Usage(1, 0, 0, 3), new AnswerRecord.Timings(Instant.EPOCH, null, null, null));

        assertThat(answer.withoutDeployments().seam()).containsExactly(new AnswerRecord.Seam(7, null, null));
        assertThat(answer.withoutDeployments().usage()).isEqualTo(answer.usage());
    }
}
