// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.pekkohttp;

import java.net.InetSocketAddress;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * A request, and who sent it.
 *
 * @param peer null where not known
 */
record IncomingRequest(HttpRequest request, @Nullable InetSocketAddress peer) {}
