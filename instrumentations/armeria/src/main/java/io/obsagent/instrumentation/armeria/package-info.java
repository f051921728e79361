// SPDX-License-Identifier: Apache-2.0
/**
 * Armeria 1, whose requests Netty's codecs own where they are served. Those that it sends are its
 * own: retries and redirections are requests within a request, over connections that they share.
 *
 * <p>Size: a server and a client.
 */
@NullMarked
package io.obsagent.instrumentation.armeria;

import org.jspecify.annotations.NullMarked;
