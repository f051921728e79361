// SPDX-License-Identifier: Apache-2.0
/** An assistant on Spring AI, for demonstrations: models, a tool over MCP, retrieval. */
@NullMarked
package io.obsagent.smoke.assistant;

import org.jspecify.annotations.NullMarked;
