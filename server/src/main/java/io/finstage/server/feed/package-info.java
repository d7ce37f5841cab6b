/** Sources of ticks, and their supervision. */
@NullMarked
package io.finstage.server.feed;

import org.jspecify.annotations.NullMarked;
