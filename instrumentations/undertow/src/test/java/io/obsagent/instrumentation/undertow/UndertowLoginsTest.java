// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.undertow;

import io.obsagent.testing.LoginsKit;
import io.obsagent.testing.ServletContainer;
import io.undertow.security.idm.Account;
import io.undertow.security.idm.Credential;
import io.undertow.security.idm.DigestCredential;
import io.undertow.security.idm.IdentityManager;
import io.undertow.security.idm.PasswordCredential;
import io.undertow.servlet.api.LoginConfig;
import io.undertow.servlet.api.SecurityConstraint;
import io.undertow.servlet.api.WebResourceCollection;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Principal;
import java.util.HexFormat;
import java.util.Set;
import org.jspecify.annotations.Nullable;

class UndertowLoginsTest extends LoginsKit {
  @Override
  protected ServletContainer start(Scheme scheme, String user) throws Exception {
    ServletServer server = new ServletServer("");
    server
        .application()
        .setDeploymentName("logins") // whose sessions nobody else counts
        .setIdentityManager(new OneUser(user))
        .setLoginConfig(new LoginConfig(scheme.name(), REALM, FORM_PAGE, ERROR_PAGE))
        .addSecurityRole(ROLE)
        .addSecurityConstraint(
            new SecurityConstraint()
                .addWebResourceCollection(new WebResourceCollection().addUrlPattern("/page"))
                .addRoleAllowed(ROLE));
    withPages(server);
    return server.started();
  }

  private record OneUser(String name) implements IdentityManager, Account {
    @Override
    public Account verify(Account account) {
      return account;
    }

    @Override
    public @Nullable Account verify(String id, Credential credential) {
      return id.equals(name) && isRight(credential) ? this : null;
    }

    private boolean isRight(Credential credential) {
      return credential instanceof PasswordCredential password
          ? new String(password.getPassword()).equals(PASSWORD)
          : credential instanceof DigestCredential digest && digest.verifyHA1(secret());
    }

    /** As text, in which Undertow goes on with it. */
    private byte[] secret() {
      try {
        byte[] known = (name + ':' + REALM + ':' + PASSWORD).getBytes(StandardCharsets.UTF_8);
        String digest = HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(known));
        return digest.getBytes(StandardCharsets.US_ASCII);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public @Nullable Account verify(Credential credential) {
      return null;
    }

    @Override
    public Principal getPrincipal() {
      return () -> name;
    }

    @Override
    public Set<String> getRoles() {
      return Set.of(ROLE);
    }
  }
}
