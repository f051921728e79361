// SPDX-License-Identifier: Apache-2.0
/**
 * The client of the Model Context Protocol that LangChain4j has of its own. Size: its messages are
 * built in two ways.
 */
@NullMarked
package io.obsagent.instrumentation.langchain4jmcp;

import org.jspecify.annotations.NullMarked;
