/**
 * The Java client of Finstage.
 *
 * <pre>
 *  FinstageClient --- PriceFeed   live prices; reconnects and resumes by itself, tells of every gap
 *        |----------- Publisher   pushes ticks into the server
 *        |----------- Analysis    indicators and signals over bars of many symbols
 *        '----------- getPrices, listInstruments, listBars
 * </pre>
 *
 * <p>Everything public here is a record, an enum or one of the doors above; the generated types of
 * the contract stay inside.
 */
@NullMarked
package io.finstage.client;

import org.jspecify.annotations.NullMarked;
