package io.azulejo.triton.served;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.azulejo.api.model.GenerationParameter;
import io.azulejo.processor.EncodedPrompt;
import io.azulejo.triton.client.Datatype;
import io.azulejo.triton.client.InferenceRequest;
import io.azulejo.triton.client.ModelMetadata;
import io.azulejo.triton.client.ModelMetadata.TensorSpec;
import io.azulejo.triton.client.Tensor;

/**
 * TensorRT-LLM's {@code tensorrt_llm}: token ids in, token ids out, pictures as rows of a prompt embedding table. The
 * places of a picture hold ids from the vocabulary's size on, which count through the table's rows.
 */
public final class TokensInterface implements ModelInterface {

    private static final String TABLE = "prompt_embedding_table";
    private static final String LOGPROBS = "output_log_probs";
    private static final SamplingInputs SAMPLING = new SamplingInputs(Map.of(GenerationParameter.MAX_TOKENS,
            "request_output_len", GenerationParameter.TEMPERATURE, "temperature", GenerationParameter.TOP_K,
            "runtime_top_k", GenerationParameter.TOP_P, "runtime_top_p", GenerationParameter.REPETITION_PENALTY,
            "repetition_penalty", GenerationParameter.PRESENCE_PENALTY, "presence_penalty",
            GenerationParameter.FREQUENCY_PENALTY, "frequency_penalty", GenerationParameter.SEED, "seed"));

    private final ServedModel model;
    private final Set<Integer> endTokens;
    private final int vocabularySize;
    private final @Nullable PictureFeatures features;

    /**
     * @param endTokens ids that end an answer
     * @param vocabularySize of the engine: the embedding's rows
     * @param features encodes pictures, or null where the model is not to see any
     */
    public TokensInterface(ServedModel model, Set<Integer> endTokens, int vocabularySize,
            @Nullable PictureFeatures features) {
        this.model = model;
        this.endTokens = Set.copyOf(endTokens);
        this.vocabularySize = vocabularySize;
        this.features = features;
    }

    @Override
    public Set<GenerationParameter> parameters() {
        Set<GenerationParameter> parameters = SAMPLING.of(model.metadata());
        if (model.metadata().output(LOGPROBS).isPresent()) {
            parameters.add(GenerationParameter.LOGPROBS);
            parameters.add(GenerationParameter.TOP_LOGPROBS);
        }
        if (pictures()) {
            parameters.add(GenerationParameter.MAX_TILES);
        }
        return parameters;
    }

    @Override
    public boolean pictures() {
        return features != null && model.metadata().input(TABLE).isPresent();
    }

    @Override
    public Mono<InferenceRequest> request(Question question) {
        List<EncodedPrompt.Picture> pictures = question.prompt().pictures();
        if (features == null || pictures.isEmpty()) {
            return Mono.fromSupplier(() -> request(question, List.of()));
        }
        return Flux.fromIterable(pictures).concatMap(features::of).collectList()
                .map(tables -> request(question, tables));
    }

    private InferenceRequest request(Question question, List<Tensor> tables) {
        ModelMetadata metadata = model.metadata();
        EncodedPrompt prompt = question.prompt();
        int[] ids = prompt.ids().clone();
        Inputs inputs = new Inputs(metadata, model.version(), question);
        if (!tables.isEmpty()) {
            Tensor table = table(tables);
            place(prompt.pictures(), ids);
            inputs.tensor(table).whole("prompt_vocab_size", table.shape().getFirst())
                    .tensor(Tensor.ofUnsignedLongs("prompt_table_extra_ids", extraIds(prompt)));
        }
        inputs.tensor(Tensor.ofInts("input_ids", ids)).whole("input_lengths", ids.length)
                .flag("streaming", model.decoupled()).flag("exclude_input_in_output", true)
                .flag("return_log_probs", question.logprobs());
        SAMPLING.fill(inputs, question);
        endings(inputs, question);
        return inputs.request().build();
    }

    /** Fills the places of pictures with ids that count through the table's rows. */
    private void place(List<EncodedPrompt.Picture> pictures, int[] ids) {
        int row = 0;
        for (EncodedPrompt.Picture picture : pictures) {
            for (int offset : picture.tileOffsets()) {
                for (int i = 0; i < picture.tokensPerTile(); i++) {
                    ids[offset + i] = vocabularySize + row++;
                }
            }
        }
    }

    /** For each id 0 where it is text, a number made from the picture's digest where it is one's. */
    private static long[] extraIds(EncodedPrompt prompt) {
        long[] extra = new long[prompt.ids().length];
        for (EncodedPrompt.Picture picture : prompt.pictures()) {
            // Never 0, which would say that it is text.
            long digest = Long.parseUnsignedLong(picture.digest().substring(0, 16), 16) | 1;
            for (int offset : picture.tileOffsets()) {
                Arrays.fill(extra, offset, offset + picture.tokensPerTile(), digest);
            }
        }
        return extra;
    }

    /** The pictures' rows below each other, in the type that the engine was built with. */
    private Tensor table(List<Tensor> tables) {
        Datatype datatype = model.metadata().input(TABLE).map(TensorSpec::datatype).orElse(Datatype.FP16);
        List<ByteBuffer> parts = tables.stream().map(table -> Inputs.convert(table, datatype).data()).toList();
        ByteBuffer all = ByteBuffer.allocate(parts.stream().mapToInt(ByteBuffer::remaining).sum())
                .order(ByteOrder.LITTLE_ENDIAN);
        parts.forEach(all::put);
        long rows = tables.stream().mapToLong(table -> table.shape().getFirst()).sum();
        return new Tensor(TABLE, datatype, List.of(rows, tables.getFirst().shape().getLast()), all.flip());
    }

    /**
     * What ends an answer: one end token has an input of its own, further ones and stop strings are stop words. A stop
     * string that the model writes in other ids than the tokenizer would is found in the text.
     */
    private void endings(Inputs inputs, Question question) {
        List<int[]> words = new ArrayList<>();
        endTokens.stream().sorted().skip(1).forEach(id -> words.add(new int[]{id}));
        question.stops().stream().map(stop -> model.tokenizer().encode(stop)).filter(word -> word.length > 0)
                .forEach(words::add);
        endTokens.stream().sorted().findFirst().ifPresent(id -> inputs.whole("end_id", id).whole("pad_id", id));
        if (!words.isEmpty()) {
            inputs.tensor(wordList("stop_words_list", words));
        }
    }

    /** Row 0 has the ids of all words, row 1 where each word ends, filled up with -1. */
    private static Tensor wordList(String name, List<int[]> words) {
        int length = words.stream().mapToInt(word -> word.length).sum();
        int[] list = new int[2 * length];
        Arrays.fill(list, length, list.length, -1);
        int end = 0;
        for (int i = 0; i < words.size(); i++) {
            System.arraycopy(words.get(i), 0, list, end, words.get(i).length);
            end += words.get(i).length;
            list[length + i] = end;
        }
        return Tensor.ofInts(name, list).reshaped(2, length);
    }

    @Override
    public AnswerReader reader(Question question) {
        return new TokensAnswerReader(question, model.tokenizer(), endTokens);
    }
}
