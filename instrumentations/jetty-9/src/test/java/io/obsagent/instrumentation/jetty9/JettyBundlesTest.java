// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jetty9;

import io.obsagent.testing.ServletContainer;
import io.obsagent.testing.ServletKit;
import io.obsagent.testing.SplitLoader;

/** Servlets in a class loader of their own, as Karaf has them. */
class JettyBundlesTest extends ServletKit {
  @Override
  protected ServletContainer container(String contextPath) throws Exception {
    return new SplitLoader(
            JettyServer.class.getClassLoader(),
            "org.eclipse.jetty.servlet.",
            JettyServer.class.getName())
        .container(JettyServer.class, contextPath);
  }
}
