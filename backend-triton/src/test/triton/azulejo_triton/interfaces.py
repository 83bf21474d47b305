"""The published models' tensors: name, type, dimensions, and whether the input is optional.

Dimensions are without the batch. `scalar` is one value that the server hands on without its dimension; `ragged` inputs
may have another shape in each request of a batch.
"""

ECHOED = ("BOOL", "UINT8", "UINT16", "UINT32", "UINT64", "INT8", "INT16", "INT32", "INT64", "FP16", "FP32", "FP64",
          "BF16", "BYTES")


def echoed(prefix, rest):
    return "\n".join(f"{prefix}_{kind} {kind.replace('BYTES', 'STRING')} -1 {rest}" for kind in ECHOED)


ECHO = (echoed("INPUT", "optional"), echoed("OUTPUT", ""))

ECHO_STREAM = (ECHO[0] + """
    count                        INT32  1 optional
    delay_ms                     INT32  1 optional
""", ECHO[1])

TRTLLM_TEXT = ("""
    text_input                   STRING 1
    decoder_text_input           STRING 1 optional
    image_input                  FP16   -1,3,-1,-1 optional
    image_bytes_input            UINT8  -1,-1,-1,-1 optional
    image_url_input              STRING -1 optional
    video_bytes_input            UINT8  -1,-1,-1,-1 optional
    max_tokens                   INT32  1
    num_return_sequences         INT32  1 optional
    bad_words                    STRING -1 optional
    stop_words                   STRING -1 optional
    exclude_input_in_output      BOOL   1 optional
    end_id                       INT32  1 optional
    pad_id                       INT32  1 optional
    top_k                        INT32  1 optional
    top_p                        FP32   1 optional
    temperature                  FP32   1 optional
    length_penalty               FP32   1 optional
    repetition_penalty           FP32   1 optional
    min_tokens                   INT32  1 optional
    presence_penalty             FP32   1 optional
    frequency_penalty            FP32   1 optional
    seed                         UINT64 1 optional
    return_log_probs             BOOL   1 optional
    return_context_logits        BOOL   1 optional
    return_generation_logits     BOOL   1 optional
    return_perf_metrics          BOOL   1 optional
    return_num_input_tokens      BOOL   1 optional
    return_num_output_tokens     BOOL   1 optional
    beam_width                   INT32  1 optional
    stream                       BOOL   1 optional
    prompt_embedding_table       FP16   -1,-1 optional
    prompt_table_extra_id        UINT64 1 optional
    prompt_vocab_size            INT32  1 optional
    embedding_bias_words         STRING -1 optional
    embedding_bias_weights       FP32   -1 optional
    lora_task_id                 UINT64 1 optional
    lora_weights                 FP16   -1,-1 optional ragged
    lora_config                  INT32  -1,3 optional ragged
    guided_decoding_guide_type   STRING 1 optional ragged
    guided_decoding_guide        STRING 1 optional ragged
""", """
    text_output                  STRING -1
    cum_log_probs                FP32   -1
    output_log_probs             FP32   -1,-1
    context_logits               FP32   -1,-1
    generation_logits            FP32   -1,-1,-1
    batch_index                  INT32  1
    sequence_index               INT32  1
    kv_cache_alloc_new_blocks    INT32  1
    kv_cache_reused_blocks       INT32  1
    kv_cache_alloc_total_blocks  INT32  1
    arrival_time_ns              INT64  1
    first_scheduled_time_ns      INT64  1
    first_token_time_ns          INT64  1
    last_token_time_ns           INT64  1
    acceptance_rate              FP32   1
    total_accepted_draft_tokens  INT32  1
    total_draft_tokens           INT32  1
    num_input_tokens             INT32  1
    num_output_tokens            INT32  1
""")

TRTLLM_IDS = ("""
    input_ids                    INT32  -1 optional ragged
    encoder_input_features       FP16   -1,-1 optional ragged
    encoder_output_lengths       INT32  scalar optional
    input_lengths                INT32  scalar
    request_output_len           INT32  scalar
    num_return_sequences         INT32  scalar optional
    draft_input_ids              INT32  -1 optional ragged
    decoder_input_ids            INT32  -1 optional ragged
    decoder_input_lengths        INT32  scalar optional
    draft_logits                 FP32   -1,-1 optional ragged
    draft_acceptance_threshold   FP32   scalar optional
    end_id                       INT32  scalar optional
    pad_id                       INT32  scalar optional
    stop_words_list              INT32  2,-1 optional ragged
    bad_words_list               INT32  2,-1 optional ragged
    embedding_bias               FP32   -1 optional ragged
    beam_width                   INT32  scalar optional
    temperature                  FP32   scalar optional
    runtime_top_k                INT32  scalar optional
    runtime_top_p                FP32   scalar optional
    runtime_top_p_min            FP32   scalar optional
    runtime_top_p_decay          FP32   scalar optional
    runtime_top_p_reset_ids      INT32  scalar optional
    len_penalty                  FP32   scalar optional
    early_stopping               BOOL   scalar optional
    repetition_penalty           FP32   scalar optional
    min_tokens                   INT32  scalar optional
    beam_search_diversity_rate   FP32   scalar optional
    presence_penalty             FP32   scalar optional
    frequency_penalty            FP32   scalar optional
    seed                         UINT64 scalar optional
    return_log_probs             BOOL   scalar optional
    return_context_logits        BOOL   scalar optional
    return_generation_logits     BOOL   scalar optional
    return_perf_metrics          BOOL   scalar optional
    return_num_input_tokens      BOOL   scalar optional
    return_num_output_tokens     BOOL   scalar optional
    exclude_input_in_output      BOOL   scalar optional
    stop                         BOOL   scalar optional
    streaming                    BOOL   scalar optional
    prompt_embedding_table       FP32   -1,-1 optional ragged
    prompt_table_extra_ids       UINT64 -1 optional ragged
    prompt_vocab_size            INT32  scalar optional
    cross_attention_mask         BOOL   -1,-1 optional ragged
    mrope_rotary_cos_sin         FP32   -1 optional
    mrope_position_deltas        INT64  1 optional
    lora_task_id                 UINT64 scalar optional
    lora_weights                 FP16   -1,-1 optional ragged
    lora_config                  INT32  -1,3 optional ragged
    context_phase_params         UINT8  -1 optional ragged
    skip_cross_attn_blocks       BOOL   1 optional ragged
    retention_token_range_starts       INT32 -1 optional ragged
    retention_token_range_ends         INT32 -1 optional ragged
    retention_token_range_priorities   INT32 -1 optional ragged
    retention_token_range_durations_ms INT32 -1 optional ragged
    retention_decode_priority          INT32 1 optional ragged
    retention_decode_duration_ms       INT32 1 optional ragged
    guided_decoding_guide_type   STRING 1 optional ragged
    guided_decoding_guide        STRING 1 optional ragged
    lookahead_window_size        INT32  1 optional ragged
    lookahead_ngram_size         INT32  1 optional ragged
    lookahead_verification_set_size    INT32 1 optional ragged
""", """
    output_ids                   INT32  -1,-1
    sequence_length              INT32  -1
    cum_log_probs                FP32   -1
    output_log_probs             FP32   -1,-1
    context_logits               FP32   -1,-1
    generation_logits            FP32   -1,-1,-1
    batch_index                  INT32  1
    sequence_index               INT32  1
    context_phase_params         UINT8  -1
    kv_cache_alloc_new_blocks    INT32  1
    kv_cache_reused_blocks       INT32  1
    kv_cache_alloc_total_blocks  INT32  1
    arrival_time_ns              INT64  1
    first_scheduled_time_ns      INT64  1
    first_token_time_ns          INT64  1
    last_token_time_ns           INT64  1
    acceptance_rate              FP32   1
    total_accepted_draft_tokens  INT32  1
    total_draft_tokens           INT32  1
    num_input_tokens             INT32  1
    num_output_tokens            INT32  1
""")

LLMAPI = ("""
    text_input                               STRING -1
    image_url                                STRING -1 optional
    streaming                                BOOL   1 optional
    sampling_param_best_of                   INT32  1 optional
    sampling_param_temperature               FP32   1 optional
    sampling_param_top_k                     INT32  1 optional
    sampling_param_top_p                     FP32   1 optional
    sampling_param_frequency_penalty         FP32   1 optional
    sampling_param_presence_penalty          FP32   1 optional
    sampling_param_max_tokens                INT32  1 optional
    sampling_param_stop                      STRING -1 optional
    sampling_param_seed                      UINT64 1 optional
    sampling_param_exclude_input_from_output BOOL   1 optional
    sampling_param_return_perf_metrics       BOOL   1 optional
    return_finish_reason                     BOOL   1 optional
    return_stop_reason                       BOOL   1 optional
    return_cumulative_logprob                BOOL   1 optional
    stop                                     BOOL   1 optional
    lora_id                                  UINT64 1 optional
    lora_name                                STRING 1 optional
    lora_path                                STRING 1 optional
    lora_ckpt_source                         STRING 1 optional
""", """
    text_output                  STRING -1
    finish_reason                STRING -1
    stop_reason                  STRING -1
    cumulative_logprob           FP32   -1
    kv_cache_reused_block        INT32  -1
    kv_cache_missed_block        INT32  -1
    kv_cache_alloc_new_blocks    INT32  -1
    kv_cache_alloc_total_blocks  INT32  -1
    kv_cache_hit_rate            FP32   -1
    arrival_time_ns              INT64  1
    first_scheduled_time_ns      INT64  1
    first_token_time_ns          INT64  1
    last_token_time_ns           INT64  1
    acceptance_rate              FP32   1
    total_accepted_draft_tokens  INT32  1
    total_draft_tokens           INT32  1
""")

VLLM = ("""
    text_input                   STRING 1
    image                        STRING -1 optional
    stream                       BOOL   1 optional
    sampling_parameters          STRING 1 optional
    exclude_input_in_output      BOOL   1 optional
    return_finish_reason         BOOL   1 optional
    return_cumulative_logprob    BOOL   1 optional
    return_logprobs              BOOL   1 optional
    return_num_input_tokens      BOOL   1 optional
    return_num_output_tokens     BOOL   1 optional
    embedding_request            STRING 1 optional
""", """
    text_output                  STRING -1
    finish_reason                STRING -1
    cumulative_logprob           FP32   -1
    logprobs                     STRING -1
    num_input_tokens             UINT32 1
    num_output_tokens            UINT32 -1
""")


def encoder(datatype):
    """The inputs of other model families than this one are left out."""
    return (f"pixel_values {datatype} -1,-1,-1,-1 optional",
            "OUT_PROMPT_EMBEDDING_TABLE FP32 -1,-1\nOUT_PROMPT_VOCAB_SIZE INT32 1")
