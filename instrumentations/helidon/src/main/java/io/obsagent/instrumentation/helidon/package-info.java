// SPDX-License-Identifier: Apache-2.0
/**
 * Helidon's web server, which serves a request on one virtual thread from its head to the end of
 * its answer. Its class files are of Java 21, which a compiler of Java 17 does not read, and so
 * what is asked of its types is asked through method handles, made when the first of them is used.
 *
 * <p>Size: a server, and the handles in the place of calls.
 */
@NullMarked
package io.obsagent.instrumentation.helidon;

import org.jspecify.annotations.NullMarked;
