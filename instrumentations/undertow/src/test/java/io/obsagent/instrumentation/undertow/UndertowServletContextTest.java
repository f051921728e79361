// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.undertow;

import io.obsagent.testing.ServletContainer;
import io.obsagent.testing.ServletContextKit;

class UndertowServletContextTest extends ServletContextKit {
  @Override
  protected ServletContainer container() {
    return new ServletServer("");
  }
}
