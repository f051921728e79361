// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.tomcat;

import io.obsagent.testing.ServletContainer;
import io.obsagent.testing.ServletFacade;
import io.obsagent.testing.SessionsKit;

class TomcatSessionsTest extends SessionsKit {
  TomcatSessionsTest() {
    super("/shop");
  }

  @Override
  protected ServletContainer start(ServletFacade.Service servlet) throws Exception {
    return new ServletServer("/shop").with("session", servlet, "/session").started();
  }
}
