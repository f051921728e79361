// SPDX-License-Identifier: Apache-2.0
package com.ibm.ws.microprofile.health.internal;

import java.util.Set;

/** In the place of Liberty's own, which is in no artifact; smoke-tests/health asks the real one. */
public interface AppTracker {
  Set<String> getAppNames();

  Set<String> getModuleNames(String appName);

  boolean isStarted(String appName);
}
