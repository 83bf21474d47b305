package io.azulejo.api.backend;

/**
 * How much room a model has at the moment.
 *
 * @param queued requests that wait for a place
 * @param running answers that are being made
 * @param freeTokens for how many more tokens, of prompts and answers together, there is memory that nobody holds
 */
public record ModelRoom(int queued, int running, long freeTokens) {}
