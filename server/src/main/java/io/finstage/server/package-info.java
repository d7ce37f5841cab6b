/** The server: what starts it, and the wiring of its parts. */
@NullMarked
package io.finstage.server;

import org.jspecify.annotations.NullMarked;
