/**
 * The kinds of tasks that ship and know of prices: each reads its payload, calls what does the
 * work, and tells how far it is. docs/tasks.md says what goes in and what comes out.
 */
@NullMarked
package io.finstage.server.analysis.kinds;

import org.jspecify.annotations.NullMarked;
