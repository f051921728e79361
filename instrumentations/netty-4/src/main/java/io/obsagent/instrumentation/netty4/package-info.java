// SPDX-License-Identifier: Apache-2.0
/**
 * Requests that are served and sent through the HTTP codecs of Netty 4, and its event loops and
 * futures.
 *
 * <p>The channel's pipeline stays what the application made of it: no handler is put in. The codecs
 * themselves are woven, where a message has just been decoded or is about to be encoded.
 *
 * <p>Size: a server, a client, two versions of HTTP and executors, which share their channels.
 */
@NullMarked
package io.obsagent.instrumentation.netty4;

import org.jspecify.annotations.NullMarked;
