package io.azulejo.triton.served;

import io.azulejo.processor.tokenizer.Tokenizer;
import io.azulejo.triton.client.ModelMetadata;

/**
 * A model on a server, as it was when it was looked at.
 *
 * @param metadata its inputs and outputs
 * @param version the version that is asked; empty for the server's choice
 * @param decoupled whether it can answer piece by piece
 * @param tokenizer of the checkpoint that it was built from
 */
public record ServedModel(ModelMetadata metadata, String version, boolean decoupled, Tokenizer tokenizer) {}
