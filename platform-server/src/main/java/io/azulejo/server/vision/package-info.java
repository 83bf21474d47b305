/** Shows what a model saw of a picture, and where it looked. */
@NullMarked
package io.azulejo.server.vision;

import org.jspecify.annotations.NullMarked;
