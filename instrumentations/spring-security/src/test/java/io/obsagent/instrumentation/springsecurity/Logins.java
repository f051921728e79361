// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springsecurity;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.web.authentication.logout.SecurityContextLogoutHandler;

/** The library in use: one user, one password. */
final class Logins {
  private static final String FILTER =
      "org.springframework.security.web.access.intercept.AuthorizationFilter";
  private static final String INTERCEPTOR =
      "org.springframework.security.web.access.intercept.FilterSecurityInterceptor";

  /** As applications have it: a manager for a few requests, which asks the one for all. */
  private static final ProviderManager MANAGER =
      new ProviderManager(List.of(new OfNobody()), new ProviderManager(List.of(new OnePassword())));

  private Logins() {}

  private static final class OnePassword implements AuthenticationProvider {
    @Override
    public Authentication authenticate(Authentication credentials) {
      if (!credentials.getCredentials().equals("right")) {
        throw new BadCredentialsException("wrong password");
      }
      return authenticated(credentials.getName());
    }

    @Override
    public boolean supports(Class<?> type) {
      return UsernamePasswordAuthenticationToken.class.isAssignableFrom(type);
    }
  }

  private static final class OfNobody implements AuthenticationProvider {
    @Override
    public Authentication authenticate(Authentication credentials) {
      throw new IllegalStateException("is not asked");
    }

    @Override
    public boolean supports(Class<?> type) {
      return false;
    }
  }

  static Authentication authenticated(String name) {
    User user = new User(name, "", AuthorityUtils.createAuthorityList("ROLE_USER"));
    return new UsernamePasswordAuthenticationToken(user, null, user.getAuthorities());
  }

  static String attempt(String user, String password) {
    try {
      return MANAGER
          .authenticate(new UsernamePasswordAuthenticationToken(user, password))
          .getName();
    } catch (AuthenticationException e) {
      return String.valueOf(e.getMessage());
    }
  }

  /** By the handler that the filter for logouts has, whose types differ. */
  static void logout(Authentication authentication) throws Exception {
    SecurityContextLogoutHandler handler = new SecurityContextLogoutHandler();
    handler.setInvalidateHttpSession(false);
    for (Method method : SecurityContextLogoutHandler.class.getMethods()) {
      if (method.getName().equals("logout")) {
        Class<?>[] types = method.getParameterTypes();
        method.invoke(handler, nothing(types[0]), nothing(types[1]), authentication);
        return;
      }
    }
    throw new AssertionError("nothing logs out");
  }

  private static Object nothing(Class<?> type) {
    return Proxy.newProxyInstance(
        type.getClassLoader(), new Class<?>[] {type}, (proxy, method, none) -> null);
  }

  /** What a rule is told when it asks who a request is from. */
  static String asked(String user) throws Exception {
    return asked(authenticated(user));
  }

  static String askedOfNobody() throws Exception {
    return asked(nobody());
  }

  static Authentication nobody() {
    return new AnonymousAuthenticationToken(
        "key", "anonymousUser", AuthorityUtils.createAuthorityList("ROLE_ANONYMOUS"));
  }

  private static String asked(Authentication authentication) throws Exception {
    SecurityContextHolder.getContext().setAuthentication(authentication);
    try {
      Object filter = filter();
      for (Class<?> type = filter.getClass(); type != null; type = type.getSuperclass()) {
        for (Method method : type.getDeclaredMethods()) {
          String name = method.getName();
          boolean asks =
              method.getReturnType() == Authentication.class && method.getParameterCount() == 0;
          if (asks && (name.equals("getAuthentication") || name.equals("authenticateIfRequired"))) {
            method.setAccessible(true);
            return ((Authentication) method.invoke(filter)).getName();
          }
        }
      }
      throw new AssertionError("nobody is asked in " + filter.getClass());
    } finally {
      SecurityContextHolder.clearContext();
    }
  }

  /** The filter that asks: since 5.5 another than before. */
  private static Object filter() throws Exception {
    try {
      Constructor<?> constructor = Class.forName(FILTER).getConstructors()[0];
      Class<?> manager = constructor.getParameterTypes()[0];
      return constructor.newInstance(
          Proxy.newProxyInstance(
              manager.getClassLoader(), new Class<?>[] {manager}, (proxy, method, none) -> null));
    } catch (ClassNotFoundException older) {
      return Class.forName(INTERCEPTOR).getConstructor().newInstance();
    }
  }
}
