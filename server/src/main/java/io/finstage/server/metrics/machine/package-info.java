/** Readings of the machine, of this process and of its JVM, by differences between looks. */
@NullMarked
package io.finstage.server.metrics.machine;

import org.jspecify.annotations.NullMarked;
