// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.helidonhealth;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Advice for the service that answers for all checks. */
final class ServiceAdvices {
  private ServiceAdvices() {}

  /** Advice for the constructor, which is given them. */
  static final class Create {
    private Create() {}

    @OnEnter
    static void enter(@Argument(1) @Nullable List<?> checks) {
      if (checks != null) {
        HelidonChecks.observe(checks);
      }
    }
  }
}
