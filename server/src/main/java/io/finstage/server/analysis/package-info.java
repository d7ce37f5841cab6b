/**
 * Indicators and signals over the bars of many symbols, at once or live.
 *
 * <pre>
 *   AnalysisRequest --Planner--> Plan | Fault      names the field, changes nothing
 *        |
 *        v
 *   Limit       so many analyses at a time, so many that wait; full: RESOURCE_EXHAUSTED
 *        |
 *        v
 *   Analyzer --a task per symbol--> pool of as many threads as processors
 *        ^                             |   BarSource or the caller's bars -> Computation, SignalWatch
 *        '------ bounded hand-over ----'   a symbol's failure stays its own
 *        |
 *        v
 *   the caller's own thread, which alone waits for a slow reader
 * </pre>
 */
@NullMarked
package io.finstage.server.analysis;

import org.jspecify.annotations.NullMarked;
