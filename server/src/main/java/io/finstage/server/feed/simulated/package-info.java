/** Made-up prices: a seeded random walk, for demonstrations, tests and the symbol {@code TEST}. */
@NullMarked
package io.finstage.server.feed.simulated;

import org.jspecify.annotations.NullMarked;
