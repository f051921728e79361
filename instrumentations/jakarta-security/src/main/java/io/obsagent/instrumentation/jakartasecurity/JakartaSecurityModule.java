// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jakartasecurity;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/** Who tries credentials: a request of whichever container, and what asks the identity stores. */
public final class JakartaSecurityModule extends InstrumentationModule {
  public JakartaSecurityModule() {
    super("jakarta-security", "Servlet 3.0–6.1, Jakarta Security 1.0–4.0");
  }

  @Override
  public String description() {
    return "Logins and failed ones, by HttpServletRequest.login and IdentityStoreHandler.validate.";
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(new RequestInstrumentation(), new StoresInstrumentation());
  }

  private static final class RequestInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.subtypesOf(
          "javax.servlet.http.HttpServletRequest", "jakarta.servlet.http.HttpServletRequest");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          named("login").takes("java.lang.String", "java.lang.String"),
          LoginAdvices.Login.class.getName());
    }
  }

  private static final class StoresInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.subtypesOf(
          "javax.security.enterprise.identitystore.IdentityStoreHandler",
          "jakarta.security.enterprise.identitystore.IdentityStoreHandler");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(named("validate").takes(1), LoginAdvices.Validate.class.getName());
    }
  }
}
