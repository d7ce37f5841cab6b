/**
 * Objectives: a promise, how it is kept over a rolling window, and how fast its error budget is
 * used up. Arithmetic on counts and instants that are handed in.
 */
@NullMarked
package io.finstage.server.metrics.slo;

import org.jspecify.annotations.NullMarked;
