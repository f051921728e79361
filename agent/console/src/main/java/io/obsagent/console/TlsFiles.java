// SPDX-License-Identifier: Apache-2.0
package io.obsagent.console;

/**
 * Where the port's certificate is: in files of PEM, or in one of PKCS#12. Immutable.
 *
 * @param certificate file of PEM: the certificate, then those that signed it; or empty
 * @param key file of PEM, PKCS#8 without a password; or empty
 * @param keystore file of PKCS#12; or empty
 * @param password of the keystore
 */
public record TlsFiles(String certificate, String key, String keystore, String password) {
  static final TlsFiles NONE = new TlsFiles("", "", "", "");

  /** Whether the port speaks plain HTTP. */
  boolean isEmpty() {
    return certificate.isEmpty() && key.isEmpty() && keystore.isEmpty();
  }

  /** What does not fit together, with the way out; empty if nothing. */
  String problem() {
    if (!keystore.isEmpty() && !(certificate.isEmpty() && key.isEmpty())) {
      return "server.tls.keystore: give it, or server.tls.certificate and server.tls.key, not both";
    }
    if (keystore.isEmpty() && certificate.isEmpty()) {
      return "server.tls.key: needs server.tls.certificate as well";
    }
    if (keystore.isEmpty() && key.isEmpty()) {
      return "server.tls.certificate: needs server.tls.key as well";
    }
    return "";
  }

  /** Without the password. */
  @Override
  public String toString() {
    return keystore.isEmpty() ? certificate : keystore;
  }
}
