// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.tomcatjuli;

import io.obsagent.instrumentation.shared.logging.LogCapture;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Token;
import org.apache.juli.ClassLoaderLogManager;
import org.jspecify.annotations.Nullable;

/** Advice for the manager. */
final class ManagerAdvices {
  static final LogCapture CAPTURE = new LogCapture("jul");

  private ManagerAdvices() {}

  /** Advice for {@code addLogger}: the first one of a class loader makes its loggers known. */
  static final class AddLogger {
    private AddLogger() {}

    @OnEnter
    static ClassLoaderLogManager enter(@This ClassLoaderLogManager manager) {
      return manager;
    }

    @OnExit
    static void exit(@Token @Nullable ClassLoaderLogManager manager) {
      ClassLoader loader = Thread.currentThread().getContextClassLoader();
      if (manager != null && loader != null) {
        CAPTURE.context(loader, each -> new LoaderControl(manager, each));
      }
    }
  }
}
