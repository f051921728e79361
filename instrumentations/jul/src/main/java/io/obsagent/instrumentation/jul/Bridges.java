// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jul;

import java.util.Set;
import java.util.logging.Handler;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Handlers that hand records on to another framework, whose events these are then. */
final class Bridges {
  private static final Set<String> NAMES =
      Set.of(
          "org.slf4j.bridge.SLF4JBridgeHandler",
          "org.apache.logging.log4j.jul.Log4jBridgeHandler",
          "org.apache.logging.julbridge.JULBridgeHandler",
          "org.tinylog.jul.BridgeHandler");

  /** Whether one has been seen; where there is none, no handlers are looked at. */
  private static volatile boolean any;

  private Bridges() {}

  static void added(@Nullable Handler handler) {
    if (!any && handler != null && isBridge(handler)) {
      any = true;
    }
  }

  /** For handlers that were there before the agent. */
  static void lookFor(Logger logger) {
    for (Logger each = logger; each != null; each = each.getParent()) {
      for (Handler handler : each.getHandlers()) {
        added(handler);
      }
    }
  }

  /** Whether what this logger logs goes to a bridge, too. */
  static boolean takes(Logger logger) {
    if (!any) {
      return false;
    }
    Logger each = logger;
    while (each != null) {
      for (Handler handler : each.getHandlers()) {
        if (isBridge(handler)) {
          return true;
        }
      }
      each = each.getUseParentHandlers() ? each.getParent() : null;
    }
    return false;
  }

  private static boolean isBridge(Handler handler) {
    for (Class<?> type = handler.getClass(); type != Handler.class; type = type.getSuperclass()) {
      if (NAMES.contains(type.getName())) {
        return true;
      }
    }
    return false;
  }
}
