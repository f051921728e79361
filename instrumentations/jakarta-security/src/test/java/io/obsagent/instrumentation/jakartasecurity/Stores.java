// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jakartasecurity;

import jakarta.security.enterprise.credential.CallerOnlyCredential;
import jakarta.security.enterprise.credential.Credential;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.security.enterprise.identitystore.IdentityStore;
import java.lang.reflect.Field;
import java.util.List;
import org.glassfish.soteria.cdi.DefaultIdentityStoreHandler;

/** The reference implementation's handler, with one store of one user. */
final class Stores {
  private final DefaultIdentityStoreHandler handler = new DefaultIdentityStoreHandler();

  Stores() throws ReflectiveOperationException {
    for (Field field : DefaultIdentityStoreHandler.class.getDeclaredFields()) {
      if (field.getType() == List.class) { // what it would get by injection
        field.setAccessible(true);
        field.set(
            handler, field.getName().startsWith("authent") ? List.of(new OneUser()) : List.of());
      }
    }
  }

  private static final class OneUser implements IdentityStore {
    @Override
    public CredentialValidationResult validate(Credential credential) {
      if (!(credential instanceof UsernamePasswordCredential password)) {
        return CredentialValidationResult.NOT_VALIDATED_RESULT;
      }
      return password.compareTo("ann", "right")
          ? new CredentialValidationResult("ann")
          : CredentialValidationResult.INVALID_RESULT;
    }
  }

  String login(String user, String password) {
    return handler.validate(new UsernamePasswordCredential(user, password)).getStatus().name();
  }

  String loginWithoutPassword(String user) {
    return handler.validate(new CallerOnlyCredential(user)).getStatus().name();
  }
}
