// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.executors;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.ReplaceArgument;
import org.jspecify.annotations.Nullable;

/** Advice for methods whose third argument is a function of one parameter or none. */
final class ThirdAdvice {
  private ThirdAdvice() {}

  @ReplaceArgument(2)
  static @Nullable Object function(@Argument(2) @Nullable Object function) {
    return InContext.dependent(function);
  }
}
