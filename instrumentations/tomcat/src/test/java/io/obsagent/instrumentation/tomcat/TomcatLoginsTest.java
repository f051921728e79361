// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.tomcat;

import io.obsagent.testing.LoginsKit;
import io.obsagent.testing.ServletContainer;
import org.apache.catalina.Context;
import org.apache.catalina.authenticator.BasicAuthenticator;
import org.apache.catalina.authenticator.DigestAuthenticator;
import org.apache.catalina.authenticator.FormAuthenticator;
import org.apache.tomcat.util.descriptor.web.LoginConfig;
import org.apache.tomcat.util.descriptor.web.SecurityCollection;
import org.apache.tomcat.util.descriptor.web.SecurityConstraint;

class TomcatLoginsTest extends LoginsKit {
  @Override
  protected ServletContainer start(Scheme scheme, String user) {
    ServletServer server = new ServletServer("");
    server.tomcat().addUser(user, PASSWORD);
    server.tomcat().addRole(user, ROLE);
    SecurityCollection pages = new SecurityCollection();
    pages.addPatternDecoded("/page");
    SecurityConstraint constraint = new SecurityConstraint();
    constraint.addCollection(pages);
    constraint.addAuthRole(ROLE);
    Context context = server.context();
    context.addConstraint(constraint);
    context.setLoginConfig(new LoginConfig(scheme.name(), REALM, FORM_PAGE, ERROR_PAGE));
    context
        .getPipeline()
        .addValve(
            switch (scheme) {
              case BASIC -> new BasicAuthenticator();
              case FORM -> new FormAuthenticator();
              case DIGEST -> new DigestAuthenticator();
            });
    withPages(server);
    return server.started();
  }
}
