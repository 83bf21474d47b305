/** Tests of applications that chat with Azulejo: {@link io.azulejo.test.TinyModel}. */
@NullMarked
package io.azulejo.test;

import org.jspecify.annotations.NullMarked;
