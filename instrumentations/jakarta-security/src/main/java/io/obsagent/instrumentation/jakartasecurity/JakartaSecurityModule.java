// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jakartasecurity;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.MethodMatch;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;
import java.util.function.Consumer;

/**
 * Who tries credentials: a request of whichever container, what asks the identity stores, and what
 * a container asks itself for forms, basic authentication and the like.
 */
public final class JakartaSecurityModule extends InstrumentationModule {
  private static final String PRINCIPAL = "java.security.Principal";
  private static final String[] EE = {"javax.", "jakarta."};
  private static final String CREDENTIAL = "io.undertow.security.idm.Credential";

  public JakartaSecurityModule() {
    super(
        "jakarta-security",
        "Servlet 3.0–6.1, Jakarta Security 1.0–4.0; Tomcat, Jetty, Undertow, Elytron");
  }

  @Override
  public String description() {
    return "Logins, failed ones and logouts, by HttpServletRequest, IdentityStoreHandler.validate"
        + " and what containers check by themselves; distinct users by its principals.";
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(
        new RequestInstrumentation(),
        new StoresInstrumentation(),
        new Type(
            TypeMatch.named("javax.security.auth.login.LoginContext"),
            advices -> advices.on(named("login").takes(), LoginAdvices.Jaas.class.getName())),
        new Type(
            TypeMatch.subtypesOf("org.apache.catalina.Realm"), JakartaSecurityModule::ofTomcat),
        new Type(
            TypeMatch.named("org.apache.catalina.connector.Request"),
            advices ->
                advices.on(
                    named("setUserPrincipal").takes(PRINCIPAL),
                    ContainerAdvices.Known.class.getName())),
        new Type(
            TypeMatch.subtypesOf("org.eclipse.jetty.security.LoginService"),
            advices ->
                advices.on(
                    named("login").takesFirst("java.lang.String", "java.lang.Object"),
                    ContainerAdvices.Checked.class.getName())),
        new Type(
            TypeMatch.named(
                "org.eclipse.jetty.server.Request",
                "org.eclipse.jetty.ee8.nested.Request",
                "org.eclipse.jetty.ee9.nested.Request"),
            advices ->
                advices.on(
                    named("setAuthentication").takes(1),
                    ContainerAdvices.Identified.class.getName())),
        new Type(
            TypeMatch.named("org.eclipse.jetty.security.AuthenticationState"),
            advices ->
                advices.on(
                    named("setAuthenticationState").takes(2),
                    ContainerAdvices.IdentifiedSince12.class.getName())),
        new Type(
            TypeMatch.subtypesOf("io.undertow.security.idm.IdentityManager"),
            advices -> {
              advices.on(
                  named("verify").takes("java.lang.String", CREDENTIAL),
                  ContainerAdvices.Checked.class.getName());
              advices.on(named("verify").takes(CREDENTIAL), ContainerAdvices.Shown.class.getName());
            }),
        new Type(
            TypeMatch.named("org.wildfly.security.auth.server.ServerAuthenticationContext"),
            advices ->
                advices.on(
                    named("verifyEvidence").takes("org.wildfly.security.evidence.Evidence"),
                    ElytronAdvices.Evidence.class.getName())),
        new Type(
            TypeMatch.named("org.wildfly.security.http.digest.DigestAuthenticationMechanism"),
            advices -> {
              advices.on(
                  named("authorize").takes("java.lang.String"),
                  ElytronAdvices.RightDigest.class.getName());
              advices.on(named("fail").takes(), ElytronAdvices.WrongDigest.class.getName());
            }),
        new Type(
            TypeMatch.named("io.undertow.security.impl.AbstractSecurityContext"),
            advices ->
                advices.on(
                    named("authenticationComplete").takesFirst("io.undertow.security.idm.Account"),
                    ContainerAdvices.Complete.class.getName())));
  }

  /** By what has been sent: of a name alone nothing was checked. */
  private static void ofTomcat(Advices advices) {
    String text = "java.lang.String";
    String realm = ContainerAdvices.Realm.class.getName();
    MethodMatch authenticate = named("authenticate").returns(PRINCIPAL);
    advices.on(authenticate.takes(text, text), realm);
    advices.on(authenticate.takesFirst(text, text, text), realm);
    advices.on(authenticate.takes("java.security.cert.X509Certificate[]"), realm);
    advices.on(authenticate.takesFirst("org.ietf.jgss.GSSContext"), realm);
    advices.on(authenticate.takesFirst("org.ietf.jgss.GSSName"), realm);
  }

  private record Type(TypeMatch type, Consumer<Advices> advice) implements TypeInstrumentation {
    @Override
    public void advise(Advices advices) {
      advice.accept(advices);
    }
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
      for (String each : EE) {
        advices.on(
            named("authenticate").takes(each + "servlet.http.HttpServletResponse"),
            LoginAdvices.Authenticate.class.getName());
      }
      advices.on(named("logout").takes(), LoginAdvices.Logout.class.getName());
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
      for (String each : EE) {
        advices.on(
            named("validate").takes(each + "security.enterprise.credential.Credential"),
            LoginAdvices.Validate.class.getName());
      }
    }
  }
}
