// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jakartasecurity;

import io.obsagent.testing.ModuleKit;
import java.util.List;
import org.apache.catalina.connector.Request;
import org.glassfish.soteria.cdi.DefaultIdentityStoreHandler;

class JakartaSecurityModuleTest extends ModuleKit {
  JakartaSecurityModuleTest() {
    super(new JakartaSecurityModule());
  }

  @Override
  protected List<Class<?>> examples() {
    return List.of(Request.class, DefaultIdentityStoreHandler.class);
  }

  @Override
  protected String use() throws Exception {
    Stores stores = new Stores();
    try (TomcatLogin tomcat = new TomcatLogin()) {
      return tomcat.login("ann", "right")
          + tomcat.login("ann", "wrong")
          + stores.login("ann", "right")
          + stores.login("ann", "wrong")
          + stores.loginWithoutPassword("ann");
    }
  }
}
