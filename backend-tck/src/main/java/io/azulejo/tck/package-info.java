/**
 * What tests of backends and of servers need: the conformance kit, which a backend extends to prove that it keeps the
 * contract, and {@link io.azulejo.tck.ScriptedBackend}, which answers by script.
 */
@NullMarked
package io.azulejo.tck;

import org.jspecify.annotations.NullMarked;
