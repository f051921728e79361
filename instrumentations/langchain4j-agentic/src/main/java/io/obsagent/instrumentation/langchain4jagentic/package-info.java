// SPDX-License-Identifier: Apache-2.0
/** LangChain4j's workflows of agents. */
@NullMarked
package io.obsagent.instrumentation.langchain4jagentic;

import org.jspecify.annotations.NullMarked;
