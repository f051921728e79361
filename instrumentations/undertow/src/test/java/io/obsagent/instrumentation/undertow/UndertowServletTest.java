// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.undertow;

import io.obsagent.testing.ServletContainer;
import io.obsagent.testing.ServletKit;

class UndertowServletTest extends ServletKit {
  @Override
  protected ServletContainer container(String contextPath) {
    return new ServletServer(contextPath);
  }
}
