/** What stands around every gRPC call: no caller is left without a status, whatever happens. */
@NullMarked
package io.finstage.server.api.grpc.interceptors;

import org.jspecify.annotations.NullMarked;
