// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.executors;

import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.This;

/** Advice for Tomcat's own pools. */
final class TomcatPoolAdvices {
  private TomcatPoolAdvices() {}

  /** Advice for {@code runWorker}. */
  static final class RunWorker {
    private RunWorker() {}

    @OnEnter
    static void enter(@This Object pool) {
      NamedPools.working(pool, TomcatPools.READER);
    }
  }

  /** Advice for {@code reject}. */
  static final class Reject {
    private Reject() {}

    @OnEnter
    static void enter(@This Object pool) {
      NamedPools.rejected(pool);
    }
  }
}
