// SPDX-License-Identifier: Apache-2.0
package com.ibm.ws.microprofile.health.internal;

import java.util.Set;

/** Knows two applications, of which one starts when a test says so. */
public class AppTrackerImpl implements AppTracker {
  @Override
  public Set<String> getAppNames() {
    return Set.of("shop", "press");
  }

  @Override
  public Set<String> getModuleNames(String appName) {
    return Set.of(appName + ".war");
  }

  @Override
  public boolean isStarted(String appName) {
    return appName.equals("shop") || Boolean.getBoolean("test.started");
  }
}
