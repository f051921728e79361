// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import io.obsagent.core.span.AttributeWriter;

/**
 * What a retrieval found.
 *
 * @param lowest score, or NaN
 * @param highest score, or NaN
 */
record FoundDocuments(long count, double lowest, double highest) implements WorkDetails {
  @Override
  public void describe(AttributeWriter writer) {
    writer.put(Attribute.AI_DOCUMENTS, count);
    writer.put(Attribute.AI_LOWEST_SCORE, lowest);
    writer.put(Attribute.AI_HIGHEST_SCORE, highest);
  }
}
