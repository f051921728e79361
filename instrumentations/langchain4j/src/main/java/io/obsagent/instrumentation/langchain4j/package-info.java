// SPDX-License-Identifier: Apache-2.0
/**
 * LangChain4j's models. Size: answers come whole, later, to a handler or to a subscriber, and each
 * provider tells more than all do in types of its own.
 */
@NullMarked
package io.obsagent.instrumentation.langchain4j;

import org.jspecify.annotations.NullMarked;
