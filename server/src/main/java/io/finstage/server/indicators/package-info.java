/**
 * Technical indicators: pure arithmetic on primitives, one file each.
 *
 * <pre>
 *   IndicatorSpec "rsi(14)" --Indicators.compile--> Computation --step / peek / run--> values
 *                                  |                     '- passes over bars that are NaN
 *                              Descriptor                '- Indicator: one final class each
 * </pre>
 *
 * <p>One definition serves a whole series and a live stream: {@code run} over a series gives bit
 * for bit what {@code step} gives bar by bar, and {@code peek} what the next {@code step} would.
 */
@NullMarked
package io.finstage.server.indicators;

import org.jspecify.annotations.NullMarked;
