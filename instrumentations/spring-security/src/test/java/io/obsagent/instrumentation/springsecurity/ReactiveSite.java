// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springsecurity;

import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.security.authentication.DelegatingReactiveAuthenticationManager;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.authentication.UserDetailsRepositoryReactiveAuthenticationManager;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.authorization.AuthenticatedReactiveAuthorizationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.userdetails.MapReactiveUserDetailsService;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.web.server.WebFilterExchange;
import org.springframework.security.web.server.authentication.AuthenticationWebFilter;
import org.springframework.security.web.server.authentication.HttpBasicServerAuthenticationEntryPoint;
import org.springframework.security.web.server.authentication.ServerAuthenticationEntryPointFailureHandler;
import org.springframework.security.web.server.authentication.logout.SecurityContextServerLogoutHandler;
import org.springframework.security.web.server.authorization.AuthorizationWebFilter;
import org.springframework.security.web.server.authorization.DelegatingReactiveAuthorizationManager;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatcherEntry;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatchers;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** A site of WebFlux whose every page needs a login, by the library's own filters. */
final class ReactiveSite {
  private static final String SERVED = "served";

  private final ReactiveAuthenticationManager manager =
      new DelegatingReactiveAuthenticationManager(
          new OfNobody(),
          new UserDetailsRepositoryReactiveAuthenticationManager(
              new MapReactiveUserDetailsService(
                  user("ann"), user("bob"), user("cid"), user("dan"))));

  private final WebFilter rules =
      new AuthorizationWebFilter(
          DelegatingReactiveAuthorizationManager.builder()
              .add(
                  new ServerWebExchangeMatcherEntry<>(
                      ServerWebExchangeMatchers.anyExchange(),
                      AuthenticatedReactiveAuthorizationManager.authenticated()))
              .build());

  private static final class OfNobody implements ReactiveAuthenticationManager {
    @Override
    public Mono<Authentication> authenticate(Authentication credentials) {
      return Mono.empty();
    }
  }

  private static UserDetails user(String name) {
    return User.withUsername(name).password("{noop}right").roles("USER").build();
  }

  /** What a client with these credentials is answered. */
  String get(String user, String password) {
    AuthenticationWebFilter login = new AuthenticationWebFilter(manager);
    login.setServerAuthenticationConverter(
        exchange -> Mono.just(new UsernamePasswordAuthenticationToken(user, password)));
    login.setAuthenticationFailureHandler(
        new ServerAuthenticationEntryPointFailureHandler(
            new HttpBasicServerAuthenticationEntryPoint()));
    MockServerWebExchange exchange = MockServerWebExchange.from(MockServerHttpRequest.get("/page"));
    login.filter(exchange, next -> rules.filter(next, ReactiveSite::page)).block();
    return exchange.getAttributes().containsKey(SERVED) ? "page" : "refused";
  }

  private static Mono<Void> page(ServerWebExchange exchange) {
    return Mono.fromRunnable(() -> exchange.getAttributes().put(SERVED, true));
  }

  /** Of somebody who has logged in before. */
  void ask(String user) {
    MockServerWebExchange exchange = MockServerWebExchange.from(MockServerHttpRequest.get("/page"));
    rules
        .filter(exchange, ReactiveSite::page)
        .contextWrite(ReactiveSecurityContextHolder.withAuthentication(Logins.authenticated(user)))
        .block();
  }

  /** As an application's own page for logins does. */
  String attempt(Authentication credentials) {
    try {
      Authentication known = manager.authenticate(credentials).block();
      return known == null ? "unknown" : known.getName();
    } catch (AuthenticationException refused) {
      return refused.getClass().getSimpleName();
    }
  }

  void logout(Authentication authentication) {
    MockServerWebExchange exchange = MockServerWebExchange.from(MockServerHttpRequest.get("/out"));
    WebFilterChain nothing = next -> Mono.empty();
    new SecurityContextServerLogoutHandler()
        .logout(new WebFilterExchange(exchange, nothing), authentication)
        .block();
  }
}
