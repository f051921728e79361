// SPDX-License-Identifier: Apache-2.0
/**
 * Requests served by Tomcat 9 to 11, whichever servlet name space.
 *
 * <p>Size: the container, its servlets, routes and commit, in whichever servlet name space.
 */
@NullMarked
package io.obsagent.instrumentation.tomcat;

import org.jspecify.annotations.NullMarked;
