// SPDX-License-Identifier: Apache-2.0
/**
 * How long connections take to open, and names to be looked up, whatever asks for them.
 *
 * <p>Size: sockets, channels and look-ups are three types of the JDK, each with advice of its own.
 */
@NullMarked
package io.obsagent.instrumentation.jdksockets;

import org.jspecify.annotations.NullMarked;
