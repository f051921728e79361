// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.libertyhealth;

import com.ibm.ws.microprofile.health.internal.AppTrackerImpl;
import io.obsagent.testing.ModuleKit;

class LibertyHealthModuleTest extends ModuleKit {
  LibertyHealthModuleTest() {
    super(new LibertyHealthModule());
  }

  @Override
  protected String use() {
    return new AppTrackerImpl().getModuleNames("shop").toString();
  }
}
