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
 * <p>{@link io.finstage.server.tasks.TaskQueue} is the door. The part knows nothing of prices.
 */
@NullMarked
package io.finstage.server.tasks;

import org.jspecify.annotations.NullMarked;
