// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.couchbase3;

import com.couchbase.client.core.msg.Request;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import org.jspecify.annotations.Nullable;

/** Advice for the core. */
final class CoreAdvices {
  private CoreAdvices() {}

  /** Advice for {@code send}: the request's own future tells its end. */
  static final class Send {
    private Send() {}

    @OnEnter
    static void enter(@Argument(0) @Nullable Request<?> request, @Argument(1) boolean first) {
      if (request != null && first) {
        SentRequest.start(request);
      }
    }
  }
}
