// SPDX-License-Identifier: Apache-2.0
/**
 * Requests of Jetty's client 12, by HTTP/1 and HTTP/2.
 *
 * <p>Size: what goes out is the application's own request, which is given back as it was; and a
 * request is told of by four places of the library.
 */
@NullMarked
package io.obsagent.instrumentation.jettyclient12;

import org.jspecify.annotations.NullMarked;
