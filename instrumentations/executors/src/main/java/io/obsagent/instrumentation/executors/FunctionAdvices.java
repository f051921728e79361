// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.executors;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.ReplaceArgument;
import org.jspecify.annotations.Nullable;

/** Advice for methods that take a function, told apart by where and how many parameters it has. */
final class FunctionAdvices {
  private FunctionAdvices() {}

  /** Advice for methods whose first argument is a function of one parameter or none. */
  static final class First {
    private First() {}

    @ReplaceArgument(0)
    static @Nullable Object function(@Argument(0) @Nullable Object function) {
      return InContext.of(function);
    }
  }

  /** Advice for methods whose second argument is a function of one parameter or none. */
  static final class Second {
    private Second() {}

    @ReplaceArgument(1)
    static @Nullable Object function(@Argument(1) @Nullable Object function) {
      return InContext.dependent(function);
    }
  }

  /** Advice for methods whose second argument is a function of two parameters. */
  static final class SecondOfTwo {
    private SecondOfTwo() {}

    @ReplaceArgument(1)
    static @Nullable Object function(@Argument(1) @Nullable Object function) {
      return InContext.ofTwo(function);
    }
  }

  /** Advice for methods whose third argument is a function of one parameter or none. */
  static final class Third {
    private Third() {}

    @ReplaceArgument(2)
    static @Nullable Object function(@Argument(2) @Nullable Object function) {
      return InContext.dependent(function);
    }
  }

  /** Advice for methods whose third argument is a function of two parameters. */
  static final class ThirdOfTwo {
    private ThirdOfTwo() {}

    @ReplaceArgument(2)
    static @Nullable Object function(@Argument(2) @Nullable Object function) {
      return InContext.ofTwo(function);
    }
  }
}
