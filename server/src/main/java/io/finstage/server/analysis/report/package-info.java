/**
 * A day's market report: one HTML file that needs nothing else.
 *
 * <pre>
 *   DayReport --every symbol--> SymbolDay (numbers) --ranked--> Overview (tables)
 *       '-----the busiest----> SymbolSection: PriceChart, IndicatorTable with a Sparkline each
 *                                   '--> Html, which escapes all that is not ours
 * </pre>
 *
 * <p>No script, no font, no picture from elsewhere; it follows the reader's light or dark.
 */
@NullMarked
package io.finstage.server.analysis.report;

import org.jspecify.annotations.NullMarked;
