@NullMarked
package io.azulejo.demo;

import org.jspecify.annotations.NullMarked;
