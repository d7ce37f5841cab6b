/**
 * Where parts keep what must survive a restart: SQLite, one file per part, or PostgreSQL.
 *
 * <pre>
 *  part --write(work)--> WriteQueue (bounded) --one thread, one commit per batch--> database
 *   ^                                                     |
 *   '------------------- acknowledged after the commit ---'
 *  part --transact(work), on its own thread, one commit each ----------------------> database
 *  part --read(work)---> Readers (bounded: threads and connections) ---------------> database
 * </pre>
 *
 * <p>SQLite runs in native code, which pins a virtual thread to its carrier. So all work with a
 * connection is done by platform threads: those of this part, or of a part that writes from a
 * thread of its own. Others only wait for them.
 */
@NullMarked
package io.finstage.server.database;

import org.jspecify.annotations.NullMarked;
