/**
 * The Java client of Finstage.
 *
 * <pre>
 *  FinstageClient --- PriceFeed   live prices; reconnects and resumes by itself, tells of every gap
 *        |----------- Publisher   pushes ticks into the server
 *        |----------- Analysis    indicators and signals over bars of many symbols
 *        |----------- Tasks       submits, watches and schedules work that is never lost
 *        |----------- Worker      lends handlers of its own to the task queue
 *        '----------- getPrices, listInstruments, listBars
 * </pre>
 *
 * <p>Everything public here is a record, an enum, a value or one of the doors above; the generated
 * types of the contract stay inside.
 */
@NullMarked
package io.finstage.client;

import org.jspecify.annotations.NullMarked;
