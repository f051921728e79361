// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.tomcatjuli;

import io.obsagent.testing.ModuleKit;
import java.util.logging.Logger;

class TomcatJuliModuleTest extends ModuleKit {
  TomcatJuliModuleTest() {
    super(new TomcatJuliModule());
  }

  @Override
  protected String use() {
    return Logger.getLogger("kit").getName();
  }
}
