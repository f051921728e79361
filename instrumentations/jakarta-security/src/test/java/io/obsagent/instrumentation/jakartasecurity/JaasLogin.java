// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jakartasecurity;

import java.util.Map;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.login.Configuration;
import javax.security.auth.login.FailedLoginException;
import javax.security.auth.login.LoginContext;
import javax.security.auth.login.LoginException;
import javax.security.auth.spi.LoginModule;

/** An application that logs in by JAAS itself. */
final class JaasLogin {
  private JaasLogin() {}

  /** Knows one password. */
  public static final class OnePassword implements LoginModule {
    private CallbackHandler handler = callbacks -> {};

    @Override
    public void initialize(
        Subject subject, CallbackHandler handler, Map<String, ?> state, Map<String, ?> options) {
      this.handler = handler;
    }

    @Override
    public boolean login() throws LoginException {
      PasswordCallback password = new PasswordCallback("password", false);
      try {
        handler.handle(new Callback[] {password});
      } catch (Exception e) {
        throw new LoginException(e.getMessage());
      }
      if (!new String(password.getPassword()).equals("right")) {
        throw new FailedLoginException("wrong");
      }
      return true;
    }

    @Override
    public boolean commit() {
      return true;
    }

    @Override
    public boolean abort() {
      return true;
    }

    @Override
    public boolean logout() {
      return true;
    }
  }

  static String login(String password) {
    Configuration configuration =
        new Configuration() {
          @Override
          public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
            return new AppConfigurationEntry[] {
              new AppConfigurationEntry(
                  OnePassword.class.getName(), LoginModuleControlFlag.REQUIRED, Map.of())
            };
          }
        };
    CallbackHandler handler =
        callbacks -> ((PasswordCallback) callbacks[0]).setPassword(password.toCharArray());
    try {
      new LoginContext("shop", new Subject(), handler, configuration).login();
      return "in";
    } catch (LoginException refused) {
      return refused.getClass().getSimpleName();
    }
  }
}
