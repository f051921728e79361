// SPDX-License-Identifier: Apache-2.0
/**
 * Connections of openai-java over web sockets. Size: there are two APIs, each with events of its
 * own, and lanes that share a connection.
 */
@NullMarked
package io.obsagent.instrumentation.openaiwebsocket;

import org.jspecify.annotations.NullMarked;
