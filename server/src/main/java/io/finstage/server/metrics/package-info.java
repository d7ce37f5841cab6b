/** Reads every part's readings and exports them. */
@NullMarked
package io.finstage.server.metrics;

import org.jspecify.annotations.NullMarked;
