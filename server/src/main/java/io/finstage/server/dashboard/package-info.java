/** The web page at {@code /}: static files that speak the public API. */
@NullMarked
package io.finstage.server.dashboard;

import org.jspecify.annotations.NullMarked;
