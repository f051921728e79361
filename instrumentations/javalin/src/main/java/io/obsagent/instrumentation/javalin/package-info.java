// SPDX-License-Identifier: Apache-2.0
/** Routes of Javalin 6 and 7, whose Jetty owns the request. */
@NullMarked
package io.obsagent.instrumentation.javalin;

import org.jspecify.annotations.NullMarked;
