// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.undertow;

import io.obsagent.testing.ServletContainer;
import io.obsagent.testing.ServletFacade;
import io.obsagent.testing.SessionsKit;

class UndertowSessionsTest extends SessionsKit {
  UndertowSessionsTest() {
    super("shop");
  }

  @Override
  protected boolean tellsCreated() {
    return false;
  }

  @Override
  protected ServletContainer start(ServletFacade.Service servlet) throws Exception {
    return new ServletServer("/shop").with("session", servlet, "/session").started();
  }
}
