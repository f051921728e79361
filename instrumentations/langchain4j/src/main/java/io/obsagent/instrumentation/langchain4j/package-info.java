// SPDX-License-Identifier: Apache-2.0
/**
 * LangChain4j. Size: the five things that it calls each have types of their own (models,
 * embeddings, services, tools, retrievals), and answers come whole, later, to a handler or to a
 * subscriber.
 */
@NullMarked
package io.obsagent.instrumentation.langchain4j;

import org.jspecify.annotations.NullMarked;
