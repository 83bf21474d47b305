/** The demo model: a small checkpoint of the NVLM-D architecture, carried as a jar, and its way onto the disk. */
@NullMarked
package io.azulejo.demo;

import org.jspecify.annotations.NullMarked;
