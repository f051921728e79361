// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import io.obsagent.core.span.AttributeWriter;

/** What is known of one kind of work only. */
sealed interface WorkDetails permits FoundDocuments, McpOutcome {
  void describe(AttributeWriter writer);
}
