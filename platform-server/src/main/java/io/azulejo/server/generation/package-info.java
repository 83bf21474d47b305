/**
 * The making of answers: takes questions, hands prompts to the models, keeps each answer's event log, serves its
 * readers, stops it, and marks what a crash cut off. A generation belongs to the application, not to who reads it.
 */
@NullMarked
package io.azulejo.server.generation;

import org.jspecify.annotations.NullMarked;
