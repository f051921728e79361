// SPDX-License-Identifier: Apache-2.0
/**
 * Requests served by Tomcat. Longer than another server's module would be: Coyote is read as bytes,
 * before Catalina has parsed them, and asynchronous requests, three protocols and the ways to lose
 * a client each have a method of their own.
 */
@NullMarked
package io.obsagent.instrumentation.tomcat;

import org.jspecify.annotations.NullMarked;
