// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springsecurity;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;
import java.util.function.Consumer;

/**
 * Spring Security where credentials are tried, and where a rule asks who a request is from: by then
 * that is known, so nothing is loaded for it.
 */
public final class SpringSecurityModule extends InstrumentationModule {
  private static final String AUTHENTICATION = "org.springframework.security.core.Authentication";

  public SpringSecurityModule() {
    super("spring-security", "Spring Security 5.2–7.1");
  }

  @Override
  public String description() {
    return "Logins and failed ones, and distinct users by the principals of requests.";
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(
        new Type(
            "org.springframework.security.authentication.ProviderManager",
            advices ->
                advices.on(
                    named("authenticate").takes(AUTHENTICATION),
                    AuthenticationAdvices.Attempt.class.getName())),
        new Type(
            "org.springframework.security.web.access.intercept.AuthorizationFilter",
            advices ->
                advices.on(
                    named("getAuthentication"), AuthenticationAdvices.Asked.class.getName())),
        new Type(
            "org.springframework.security.access.intercept.AbstractSecurityInterceptor",
            advices ->
                advices.on(
                    named("authenticateIfRequired"), AuthenticationAdvices.Asked.class.getName())));
  }

  private record Type(String name, Consumer<Advices> advice) implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named(name);
    }

    @Override
    public void advise(Advices advices) {
      advice.accept(advices);
    }
  }
}
