// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jakartasecurity;

import io.undertow.Undertow;
import io.undertow.security.api.AuthenticationMode;
import io.undertow.security.handlers.AuthenticationCallHandler;
import io.undertow.security.handlers.AuthenticationConstraintHandler;
import io.undertow.security.handlers.AuthenticationMechanismsHandler;
import io.undertow.security.handlers.SecurityInitialHandler;
import io.undertow.security.idm.Account;
import io.undertow.security.idm.Credential;
import io.undertow.security.idm.IdentityManager;
import io.undertow.security.idm.PasswordCredential;
import io.undertow.security.impl.BasicAuthenticationMechanism;
import io.undertow.server.HttpHandler;
import java.io.File;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.security.Principal;
import java.util.List;
import java.util.Set;
import org.apache.catalina.Context;
import org.apache.catalina.authenticator.BasicAuthenticator;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.LoginConfig;
import org.apache.tomcat.util.descriptor.web.SecurityCollection;
import org.apache.tomcat.util.descriptor.web.SecurityConstraint;
import org.eclipse.jetty.security.Constraint;
import org.eclipse.jetty.security.HashLoginService;
import org.eclipse.jetty.security.SecurityHandler;
import org.eclipse.jetty.security.UserStore;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;

/** Each of the containers with a page for one user with basic authentication. */
enum Containers {
  TOMCAT {
    @Override
    Running start(String user) throws Exception {
      Tomcat tomcat = new Tomcat();
      File base = Files.createTempDirectory("obs-basic").toFile();
      base.deleteOnExit();
      tomcat.setBaseDir(base.getPath());
      tomcat.setPort(0);
      tomcat.getConnector();
      tomcat.addUser(user, "right");
      tomcat.addRole(user, "user");
      Context context = tomcat.addContext("", base.getPath());
      SecurityCollection all = new SecurityCollection();
      all.addPatternDecoded("/*");
      SecurityConstraint constraint = new SecurityConstraint();
      constraint.addCollection(all);
      constraint.addAuthRole("user");
      context.addConstraint(constraint);
      context.setLoginConfig(new LoginConfig("BASIC", "shop", null, null));
      context.getPipeline().addValve(new BasicAuthenticator());
      TomcatLogin.addPage(context, "/page");
      tomcat.start();
      return new Running(
          tomcat.getConnector().getLocalPort(),
          () -> {
            tomcat.stop();
            tomcat.destroy();
          });
    }
  },

  JETTY {
    @Override
    Running start(String user) throws Exception {
      UserStore users = new UserStore();
      users.addUser(
          user,
          org.eclipse.jetty.util.security.Credential.getCredential("right"),
          new String[] {"user"});
      HashLoginService logins = new HashLoginService("shop");
      logins.setUserStore(users);
      SecurityHandler.PathMapped security = new SecurityHandler.PathMapped();
      security.put("/*", Constraint.ANY_USER);
      security.setLoginService(logins);
      security.setAuthenticator(new org.eclipse.jetty.security.authentication.BasicAuthenticator());
      security.setHandler(
          new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
              response.setStatus(200);
              callback.succeeded();
              return true;
            }
          });
      Server server = new Server(new InetSocketAddress("127.0.0.1", 0));
      server.setHandler(security);
      server.start();
      return new Running(server.getURI().getPort(), server::stop);
    }
  },

  UNDERTOW {
    @Override
    Running start(String user) {
      HttpHandler page = exchange -> exchange.getResponseSender().send("page");
      HttpHandler secured =
          new SecurityInitialHandler(
              AuthenticationMode.PRO_ACTIVE,
              new OneUser(user),
              new AuthenticationMechanismsHandler(
                  new AuthenticationConstraintHandler(new AuthenticationCallHandler(page)),
                  List.of(new BasicAuthenticationMechanism("shop"))));
      Undertow undertow =
          Undertow.builder().addHttpListener(0, "127.0.0.1").setHandler(secured).build();
      undertow.start();
      InetSocketAddress address =
          (InetSocketAddress) undertow.getListenerInfo().get(0).getAddress();
      return new Running(address.getPort(), undertow::stop);
    }
  };

  abstract Running start(String user) throws Exception;

  /** A container that runs. */
  record Running(int port, AutoCloseable end) implements AutoCloseable {
    @Override
    public void close() throws Exception {
      end.close();
    }
  }

  /** As an application of Undertow's has to bring one. */
  static final class OneUser implements IdentityManager {
    private final String name;

    OneUser(String name) {
      this.name = name;
    }

    @Override
    public Account verify(Account account) {
      return account;
    }

    @Override
    public Account verify(String id, Credential credential) {
      boolean right =
          id.equals(name)
              && credential instanceof PasswordCredential password
              && new String(password.getPassword()).equals("right");
      return right ? new Known(name) : null;
    }

    @Override
    public Account verify(Credential credential) {
      return null;
    }
  }

  private record Known(String name) implements Account {
    @Override
    public Principal getPrincipal() {
      return () -> name;
    }

    @Override
    public Set<String> getRoles() {
      return Set.of("user");
    }
  }
}
