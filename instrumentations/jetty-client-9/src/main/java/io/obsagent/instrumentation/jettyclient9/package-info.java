// SPDX-License-Identifier: Apache-2.0
/**
 * Requests of Jetty's client 9.4 to 11, by HTTP/1 and HTTP/2.
 *
 * <p>Size: what goes out is the application's own request, which is given back as it was; and a
 * request is told of by four places of the library.
 */
@NullMarked
package io.obsagent.instrumentation.jettyclient9;

import org.jspecify.annotations.NullMarked;
