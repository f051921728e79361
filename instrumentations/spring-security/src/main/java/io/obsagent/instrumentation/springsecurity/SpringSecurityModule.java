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
  private static final String SECURITY = "org.springframework.security.";
  private static final String AUTHENTICATION = SECURITY + "core.Authentication";
  private static final String MONO = "reactor.core.publisher.Mono";

  public SpringSecurityModule() {
    super("spring-security", "Spring Security 5.2–7.1");
  }

  @Override
  public String description() {
    return "Logins, failed ones and logouts, and distinct users by the principals of requests, of"
        + " servlets and of WebFlux.";
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(
        new Type(
            TypeMatch.named(SECURITY + "authentication.ProviderManager"),
            advices ->
                advices.on(
                    named("authenticate").takes(AUTHENTICATION),
                    AuthenticationAdvices.Attempt.class.getName())),
        new Type(
            TypeMatch.named(SECURITY + "web.access.intercept.AuthorizationFilter"),
            advices ->
                advices.on(
                    named("getAuthentication"), AuthenticationAdvices.Asked.class.getName())),
        new Type(
            TypeMatch.named(SECURITY + "access.intercept.AbstractSecurityInterceptor"),
            advices ->
                advices.on(
                    named("authenticateIfRequired"), AuthenticationAdvices.Asked.class.getName())),
        new Type(
            TypeMatch.named(SECURITY + "web.authentication.logout.SecurityContextLogoutHandler"),
            advices ->
                advices.on(
                    named("logout").takes(null, null, AUTHENTICATION),
                    AuthenticationAdvices.Logout.class.getName())),
        new Type(
            TypeMatch.subtypesOf(SECURITY + "authentication.ReactiveAuthenticationManager"),
            advices ->
                advices.on(
                    named("authenticate").takes(AUTHENTICATION).returns(MONO),
                    ReactiveAdvices.Attempt.class.getName())),
        new Type(
            TypeMatch.named(
                SECURITY + "web.server.authorization.DelegatingReactiveAuthorizationManager"),
            advices ->
                advices.on(
                    named("check", "authorize")
                        .takes(MONO, "org.springframework.web.server.ServerWebExchange"),
                    ReactiveAdvices.Asked.class.getName())),
        new Type(
            TypeMatch.named(
                SECURITY + "web.server.authentication.logout.SecurityContextServerLogoutHandler"),
            advices ->
                advices.on(
                    named("logout").takes(null, AUTHENTICATION),
                    ReactiveAdvices.Logout.class.getName())));
  }

  private record Type(TypeMatch type, Consumer<Advices> advice) implements TypeInstrumentation {
    @Override
    public void advise(Advices advices) {
      advice.accept(advices);
    }
  }
}
