/**
 * The listeners: what guards the public one, and what the admin one answers.
 *
 * <pre>
 *  accept -> ConnectionGuard   over a cap: closed at once
 *               |  HTTP/2 preface or not
 *               v
 *            GuardedConnection -> Helidon's HTTP/1 or HTTP/2 connection
 *               |  RequestProgress: what it waits for, and since when
 *               v
 *            watchdog          unfinished for too long: closed
 * </pre>
 */
@NullMarked
package io.finstage.server.api.http;

import org.jspecify.annotations.NullMarked;
