// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springsecurity;

import io.obsagent.testing.ModuleKit;
import java.util.List;
import org.springframework.security.authentication.DelegatingReactiveAuthenticationManager;

class SpringSecurityModuleTest extends ModuleKit {
  SpringSecurityModuleTest() {
    super(new SpringSecurityModule());
  }

  @Override
  protected List<Class<?>> examples() {
    return List.of(DelegatingReactiveAuthenticationManager.class);
  }

  @Override
  protected String use() throws Exception {
    ReactiveSite site = new ReactiveSite();
    site.logout(Logins.authenticated("ann"));
    Logins.logout(Logins.authenticated("ann"));
    return Logins.attempt("ann", "right")
        + Logins.attempt("ann", "wrong")
        + Logins.asked("ann")
        + site.get("ann", "right")
        + site.get("ann", "wrong");
  }
}
