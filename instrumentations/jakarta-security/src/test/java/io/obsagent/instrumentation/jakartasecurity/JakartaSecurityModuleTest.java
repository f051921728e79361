// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jakartasecurity;

import io.obsagent.testing.ModuleKit;
import java.util.List;
import java.util.Set;
import org.apache.catalina.connector.Request;
import org.apache.catalina.realm.RealmBase;
import org.eclipse.jetty.security.AbstractLoginService;
import org.glassfish.soteria.cdi.DefaultIdentityStoreHandler;
import org.wildfly.security.auth.server.ServerAuthenticationContext;

class JakartaSecurityModuleTest extends ModuleKit {
  private static final Class<?> DIGEST =
      digest("org.wildfly.security.http.digest.DigestAuthenticationMechanism");

  private static Class<?> digest(String name) {
    try {
      return Class.forName(name); // which is not public
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  JakartaSecurityModuleTest() {
    super(new JakartaSecurityModule());
  }

  @Override
  protected List<Class<?>> examples() {
    return List.of(
        Request.class,
        DefaultIdentityStoreHandler.class,
        RealmBase.class,
        AbstractLoginService.class,
        Containers.OneUser.class,
        ServerAuthenticationContext.class,
        DIGEST);
  }

  /** Jetty's until 11 has what is in another place in the one that is tested. */
  @Override
  protected Set<String> adviceOfOtherVersions() {
    return Set.of("ContainerAdvices.Identified");
  }

  @Override
  protected String use() throws Exception {
    Stores stores = new Stores();
    try (TomcatLogin tomcat = new TomcatLogin();
        Containers.Running jetty = Containers.JETTY.start("ann");
        Containers.Running undertow = Containers.UNDERTOW.start("ann")) {
      return tomcat.login("ann", "right")
          + tomcat.login("ann", "wrong")
          + ContainersTest.get(jetty, "ann", "right")
          + ContainersTest.get(jetty, "ann", "wrong")
          + ContainersTest.get(undertow, "ann", "right")
          + ContainersTest.get(undertow, "ann", "wrong")
          + stores.login("ann", "right")
          + stores.login("ann", "wrong")
          + stores.loginWithoutPassword("ann");
    }
  }
}
