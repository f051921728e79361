// SPDX-License-Identifier: Apache-2.0
/**
 * LangChain4j's AI services and the tools that they execute. Size: a service answers at once, later
 * or by a stream that somebody starts, and may go on with a conversation.
 */
@NullMarked
package io.obsagent.instrumentation.langchain4jservices;

import org.jspecify.annotations.NullMarked;
