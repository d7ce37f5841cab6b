/** Recorded ticks, played again from a file at the pace they happened, or faster. */
@NullMarked
package io.finstage.server.feed.replay;

import org.jspecify.annotations.NullMarked;
