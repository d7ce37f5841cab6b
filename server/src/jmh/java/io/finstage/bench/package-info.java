/**
 * How fast the packaged server is, beside peers in the same run: {@link io.finstage.bench.Bench}
 * starts a server on one core and a {@link io.finstage.bench.LoadClient} on the other, in turn for
 * every contestant, and prints tables.
 */
@NullMarked
package io.finstage.bench;

import org.jspecify.annotations.NullMarked;
