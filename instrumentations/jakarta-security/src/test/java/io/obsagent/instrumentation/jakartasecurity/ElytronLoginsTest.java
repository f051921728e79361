// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jakartasecurity;

import io.obsagent.testing.LoginsKit;
import io.obsagent.testing.ServletContainer;

class ElytronLoginsTest extends LoginsKit {
  @Override
  protected boolean tellsRequests() {
    return false;
  }

  @Override
  protected ServletContainer start(Scheme scheme, String user) throws Exception {
    ElytronServer server = new ElytronServer(scheme, user);
    withPages(server);
    return server.started();
  }
}
