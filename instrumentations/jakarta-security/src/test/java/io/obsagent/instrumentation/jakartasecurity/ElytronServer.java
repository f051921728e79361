// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jakartasecurity;

import io.obsagent.testing.LoginsKit;
import io.obsagent.testing.ServletContainer;
import io.obsagent.testing.ServletFacade;
import io.undertow.Undertow;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.api.LoginConfig;
import io.undertow.servlet.api.SecurityConstraint;
import io.undertow.servlet.api.ServletInfo;
import io.undertow.servlet.api.WebResourceCollection;
import io.undertow.servlet.util.ImmediateInstanceFactory;
import java.net.InetSocketAddress;
import java.security.Security;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.LogManager;
import org.jspecify.annotations.Nullable;
import org.wildfly.elytron.web.undertow.server.servlet.AuthenticationManager;
import org.wildfly.security.auth.permission.LoginPermission;
import org.wildfly.security.auth.realm.SimpleMapBackedSecurityRealm;
import org.wildfly.security.auth.realm.SimpleRealmEntry;
import org.wildfly.security.auth.server.MechanismConfiguration;
import org.wildfly.security.auth.server.MechanismConfigurationSelector;
import org.wildfly.security.auth.server.MechanismRealmConfiguration;
import org.wildfly.security.auth.server.SecurityDomain;
import org.wildfly.security.auth.server.http.HttpAuthenticationFactory;
import org.wildfly.security.authz.MapAttributes;
import org.wildfly.security.authz.RoleDecoder;
import org.wildfly.security.credential.PasswordCredential;
import org.wildfly.security.http.basic.BasicMechanismFactory;
import org.wildfly.security.http.digest.DigestMechanismFactory;
import org.wildfly.security.http.form.FormMechanismFactory;
import org.wildfly.security.http.util.AggregateServerMechanismFactory;
import org.wildfly.security.http.util.FilterServerMechanismFactory;
import org.wildfly.security.password.WildFlyElytronPasswordProvider;
import org.wildfly.security.password.interfaces.ClearPassword;

/** What WildFly has of an application: Undertow's servlets, with Elytron for its users. */
final class ElytronServer implements ServletContainer {
  private final DeploymentInfo application;
  private @Nullable Undertow server;

  ElytronServer(LoginsKit.Scheme scheme, String user) {
    LogManager.getLogManager().reset(); // Undertow reports what the tests provoke
    Security.addProvider(WildFlyElytronPasswordProvider.getInstance());
    application =
        Servlets.deployment()
            .setClassLoader(ElytronServer.class.getClassLoader())
            .setContextPath("/")
            .setDeploymentName("shop")
            .setLoginConfig(
                new LoginConfig(
                    scheme.name(), LoginsKit.REALM, LoginsKit.FORM_PAGE, LoginsKit.ERROR_PAGE))
            .addSecurityRole(LoginsKit.ROLE)
            .addSecurityConstraint(
                new SecurityConstraint()
                    .addWebResourceCollection(new WebResourceCollection().addUrlPattern("/page"))
                    .addRoleAllowed(LoginsKit.ROLE));
    AuthenticationManager.builder()
        .setHttpAuthenticationFactory(mechanisms(scheme, domain(user)))
        .setEnableJaspi(false)
        .build()
        .configure(application);
  }

  private static SecurityDomain domain(String user) {
    ClearPassword password =
        ClearPassword.createRaw(ClearPassword.ALGORITHM_CLEAR, LoginsKit.PASSWORD.toCharArray());
    SimpleMapBackedSecurityRealm realm = new SimpleMapBackedSecurityRealm();
    realm.setIdentityMap(
        Map.of(
            user,
            new SimpleRealmEntry(
                List.of(new PasswordCredential(password)),
                new MapAttributes(Map.of("roles", Set.of(LoginsKit.ROLE))))));
    return SecurityDomain.builder()
        .addRealm("users", realm)
        .setRoleDecoder(RoleDecoder.simple("roles"))
        .build()
        .setDefaultRealmName("users")
        .setPermissionMapper((mappable, roles) -> LoginPermission.getInstance()::implies)
        .build();
  }

  private static HttpAuthenticationFactory mechanisms(
      LoginsKit.Scheme scheme, SecurityDomain domain) {
    return HttpAuthenticationFactory.builder()
        .setFactory(
            new FilterServerMechanismFactory(
                new AggregateServerMechanismFactory(
                    new BasicMechanismFactory(),
                    new DigestMechanismFactory(),
                    new FormMechanismFactory()),
                true,
                scheme.name()))
        .setSecurityDomain(domain)
        .setMechanismConfigurationSelector(
            MechanismConfigurationSelector.constantSelector(
                MechanismConfiguration.builder()
                    .addMechanismRealm(
                        MechanismRealmConfiguration.builder().setRealmName(LoginsKit.REALM).build())
                    .build()))
        .build();
  }

  @Override
  public ElytronServer with(String name, ServletFacade.Service service, String... mappings) {
    application.addServlet(
        new ServletInfo(
                name,
                jakarta.servlet.Servlet.class,
                new ImmediateInstanceFactory<>(
                    (jakarta.servlet.Servlet)
                        ServletFacade.servlet(
                            jakarta.servlet.Servlet.class,
                            service,
                            ElytronServer.class.getClassLoader())))
            .addMappings(mappings));
    return this;
  }

  @Override
  public ElytronServer started() throws Exception {
    DeploymentManager manager = Servlets.defaultContainer().addDeployment(application);
    manager.deploy();
    Undertow undertow =
        Undertow.builder().addHttpListener(0, "127.0.0.1").setHandler(manager.start()).build();
    undertow.start();
    server = undertow;
    return this;
  }

  @Override
  public int port() {
    Undertow undertow = server;
    if (undertow == null) {
      throw new IllegalStateException("not started");
    }
    return ((InetSocketAddress) undertow.getListenerInfo().get(0).getAddress()).getPort();
  }

  @Override
  public void close() {
    Undertow undertow = server;
    if (undertow != null) {
      undertow.stop();
    }
    SecurityDomain.unregisterClassLoader(ElytronServer.class.getClassLoader());
  }
}
