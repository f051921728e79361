// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.undertow;

import io.obsagent.testing.ServletContainer;
import io.obsagent.testing.SplitLoader;

/** Servlets in a class loader of their own, as WildFly has them. */
class UndertowModulesTest extends UndertowServletTest {
  @Override
  protected ServletContainer container(String contextPath) throws Exception {
    return new SplitLoader(
            ServletServer.class.getClassLoader(),
            "io.undertow.servlet.",
            ServletServer.class.getName())
        .container(ServletServer.class, contextPath);
  }
}
