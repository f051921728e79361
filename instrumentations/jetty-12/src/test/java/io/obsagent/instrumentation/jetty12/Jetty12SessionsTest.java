// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jetty12;

import io.obsagent.testing.ServletContainer;
import io.obsagent.testing.ServletFacade;
import io.obsagent.testing.SessionsKit;

class Jetty12SessionsTest extends SessionsKit {
  Jetty12SessionsTest() {
    super("/shop");
  }

  @Override
  protected ServletContainer start(ServletFacade.Service servlet) throws Exception {
    return new JettyServer("/shop").with("session", servlet, "/session").started();
  }
}
