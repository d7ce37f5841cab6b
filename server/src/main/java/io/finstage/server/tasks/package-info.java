/**
 * The task queue: durable, prioritised, watched, shared by several nodes.
 *
 * <pre>
 *  submit, cancel, complete, fail, progress --> inbox (bounded) --one loop, one transaction a turn--> TaskStore
 *    ^                                                                  |
 *    '---- acknowledged after the commit ------------------------------ + claims up to the free slots
 *                                                                       v
 *                        a virtual thread runs the TaskHandler, or a TaskWorker is given the lease
 * </pre>
 *
 * <p>Several nodes on one PostgreSQL server hear of each other by looking: every 200 ms for tasks
 * to claim and to cancel, every 500 ms for what is watched. LISTEN and NOTIFY would be quicker, but
 * a transaction that notifies commits alone, and group commit is what makes a node fast.
 *
 * <p>{@link io.finstage.server.tasks.TaskQueue} is the door. The part knows nothing of prices.
 */
@NullMarked
package io.finstage.server.tasks;

import org.jspecify.annotations.NullMarked;
