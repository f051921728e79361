// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.smallryehealth;

import io.obsagent.testing.ModuleKit;
import io.smallrye.health.SmallRyeHealthReporter;

class SmallRyeHealthModuleTest extends ModuleKit {
  SmallRyeHealthModuleTest() {
    super(new SmallRyeHealthModule());
  }

  @Override
  protected String use() {
    return new SmallRyeHealthReporter().getClass().getName();
  }
}
