/**
 * The models that can be asked: backends made from configuration, the catalogue of their models, their health, and the
 * chat model that routes each prompt to the model it names.
 */
@NullMarked
package io.azulejo.server.model;

import org.jspecify.annotations.NullMarked;
