// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import io.obsagent.spi.metrics.SemconvName;
import java.util.function.BiConsumer;

/** A label that is a number to the conventions, and none where it is something else. */
record NumberAttribute(String attribute) implements SemconvName.Attribute {
  @Override
  public void write(String value, BiConsumer<String, Object> sink) {
    if (!value.isEmpty() && value.chars().allMatch(c -> c >= '0' && c <= '9')) {
      sink.accept(attribute, Long.parseLong(value));
    }
  }
}
