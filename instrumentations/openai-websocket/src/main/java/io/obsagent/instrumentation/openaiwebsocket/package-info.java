// SPDX-License-Identifier: Apache-2.0
/** Connections of openai-java over web sockets. */
@NullMarked
package io.obsagent.instrumentation.openaiwebsocket;

import org.jspecify.annotations.NullMarked;
