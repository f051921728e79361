// SPDX-License-Identifier: Apache-2.0
/**
 * Ktor's server: routes on every engine, and requests of the engine CIO, which has an HTTP stack of
 * its own. Those of other engines are owned by what they are built of: Netty, Jetty, Tomcat.
 *
 * <p>Size: a server and the routes above it. The server's methods suspend, and so the end of a
 * request is told by the continuation that Ktor resumes.
 */
@NullMarked
package io.obsagent.instrumentation.ktor;

import org.jspecify.annotations.NullMarked;
