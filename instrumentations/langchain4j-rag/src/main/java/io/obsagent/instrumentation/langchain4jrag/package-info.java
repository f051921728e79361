// SPDX-License-Identifier: Apache-2.0
/** LangChain4j's searches: content retrievers, and the stores of embeddings that they ask. */
@NullMarked
package io.obsagent.instrumentation.langchain4jrag;

import org.jspecify.annotations.NullMarked;
