// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.wildflyhealth;

import io.obsagent.testing.ModuleKit;
import org.wildfly.extension.microprofile.health.MicroProfileHealthReporter;

class WildflyHealthModuleTest extends ModuleKit {
  WildflyHealthModuleTest() {
    super(new WildflyHealthModule());
  }

  @Override
  protected String use() {
    return new MicroProfileHealthReporter("UP", "UP", "UP", false, "DOWN", "DOWN")
        .getLiveness()
        .getPayload()
        .toString();
  }
}
