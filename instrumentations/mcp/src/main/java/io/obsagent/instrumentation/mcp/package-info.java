// SPDX-License-Identifier: Apache-2.0
/**
 * The Model Context Protocol's Java SDK, client and server. Size: both sides send and serve
 * requests, over three kinds of sessions; the context goes in the requests, whose parameters are
 * records; and the Mono of an answer has to be followed.
 */
@NullMarked
package io.obsagent.instrumentation.mcp;

import org.jspecify.annotations.NullMarked;
