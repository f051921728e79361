// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jetty9;

import io.obsagent.testing.ServletContainer;
import io.obsagent.testing.ServletContextKit;

class JettyTraceContextTest extends ServletContextKit {
  @Override
  protected ServletContainer container() {
    return new JettyServer("");
  }
}
