// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import io.obsagent.spi.metrics.SemconvName;
import java.util.function.BiConsumer;

/**
 * The label {@code status_code} as the conventions have it: a status that is an error is its own
 * type; what came to no status is an error of none that is known.
 */
record StatusAttribute(int firstError) implements SemconvName.Attribute {
  private static final String ERROR_TYPE = "error.type";

  @Override
  public void write(String value, BiConsumer<String, Object> sink) {
    if (value.length() == 3 && value.chars().allMatch(c -> c >= '0' && c <= '9')) {
      long code = Long.parseLong(value);
      sink.accept("http.response.status_code", code);
      if (code >= firstError) {
        sink.accept(ERROR_TYPE, value);
      }
    } else {
      sink.accept(ERROR_TYPE, "_OTHER");
    }
  }
}
