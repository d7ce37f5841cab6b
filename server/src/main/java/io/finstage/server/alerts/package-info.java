/**
 * Alerts: rules over readings and the market, where they stand, and who is told.
 *
 * <pre>
 *   readings, sources, last prices, bars --once a second--> Probe of each rule --> AlertLife
 *   closed and forming bars --LiveLines, one computation per line------^            |
 *                                                                                    v
 *     the log, watchers, AlertStore, Notifier --> task queue --> WebhookHandler --> receiver
 * </pre>
 *
 * <p>Rules look at last values, and nobody who publishes knows of them.
 */
@NullMarked
package io.finstage.server.alerts;

import org.jspecify.annotations.NullMarked;
