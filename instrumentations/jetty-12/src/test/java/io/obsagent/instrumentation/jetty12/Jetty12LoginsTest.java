// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jetty12;

import io.obsagent.testing.LoginsKit;
import io.obsagent.testing.ServletContainer;
import org.eclipse.jetty.ee10.servlet.security.ConstraintMapping;
import org.eclipse.jetty.ee10.servlet.security.ConstraintSecurityHandler;
import org.eclipse.jetty.security.Constraint;
import org.eclipse.jetty.security.HashLoginService;
import org.eclipse.jetty.security.UserStore;
import org.eclipse.jetty.security.authentication.BasicAuthenticator;
import org.eclipse.jetty.security.authentication.DigestAuthenticator;
import org.eclipse.jetty.security.authentication.FormAuthenticator;
import org.eclipse.jetty.util.security.Credential;

class Jetty12LoginsTest extends LoginsKit {
  @Override
  protected ServletContainer start(Scheme scheme, String user) throws Exception {
    UserStore users = new UserStore();
    users.addUser(user, Credential.getCredential(PASSWORD), new String[] {ROLE});
    HashLoginService logins = new HashLoginService(REALM);
    logins.setUserStore(users);
    ConstraintMapping mapping = new ConstraintMapping();
    mapping.setPathSpec("/page");
    mapping.setConstraint(Constraint.from(ROLE));
    ConstraintSecurityHandler security = new ConstraintSecurityHandler();
    security.setRealmName(REALM);
    security.setLoginService(logins);
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
