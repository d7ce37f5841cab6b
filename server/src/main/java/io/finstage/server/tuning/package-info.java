/**
 * Moves what may be moved while the server runs, within bounds that a person set, and writes down
 * why.
 *
 * <pre>
 *   Load of a part --LoadMeter--> Window    what was seen in one window
 *                                   |
 *                                   v
 *                  HillClimb, one per Tunable: Step    what is to be moved, what came of the last
 *                                   |
 *                                   v
 *                  Tuner: one tunable at a time, modes, a person's values
 *                     |                    |
 *                     v                    v
 *              Tunable's setter      AdjustmentStore    what was moved, why, what came of it
 * </pre>
 */
@NullMarked
package io.finstage.server.tuning;

import org.jspecify.annotations.NullMarked;
