// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jetty9;

import io.obsagent.testing.LoginsKit;
import io.obsagent.testing.ServletContainer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jetty.security.ConstraintMapping;
import org.eclipse.jetty.security.ConstraintSecurityHandler;
import org.eclipse.jetty.security.HashLoginService;
import org.eclipse.jetty.security.authentication.BasicAuthenticator;
import org.eclipse.jetty.security.authentication.DigestAuthenticator;
import org.eclipse.jetty.security.authentication.FormAuthenticator;
import org.eclipse.jetty.util.security.Constraint;
import org.junit.jupiter.api.io.TempDir;

class Jetty9LoginsTest extends LoginsKit {
  @TempDir private Path directory;

  @Override
  protected ServletContainer start(Scheme scheme, String user) throws Exception {
    Path users = directory.resolve("users.properties");
    Files.writeString(users, user + ": " + PASSWORD + "," + ROLE);
    Constraint constraint = new Constraint(scheme.name(), ROLE);
    constraint.setAuthenticate(true);
    ConstraintMapping mapping = new ConstraintMapping();
    mapping.setPathSpec("/page");
    mapping.setConstraint(constraint);
    ConstraintSecurityHandler security = new ConstraintSecurityHandler();
    security.setRealmName(REALM);
    security.setLoginService(new HashLoginService(REALM, users.toString()));
    security.addConstraintMapping(mapping);
    security.setAuthenticator(
        switch (scheme) {
          case BASIC -> new BasicAuthenticator();
          case FORM -> new FormAuthenticator(FORM_PAGE, ERROR_PAGE, false);
          case DIGEST -> new DigestAuthenticator();
        });
    JettyServer server = new JettyServer("");
    server.context().setSecurityHandler(security);
    withPages(server);
    return server.started();
  }
}
