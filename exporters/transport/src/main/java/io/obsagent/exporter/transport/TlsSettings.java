// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.transport;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Whom to trust and who to be. Each of the first three is a file of PEM, or PEM itself, or empty.
 *
 * @param certificate authorities to trust in place of the JVM's
 * @param clientCertificate chain that this client shows
 * @param clientKey its private key, PKCS#8 without a password
 * @param serverName what its certificate must be for, and what it is asked for; empty for its host
 * @param insecure whether any certificate will do
 * @param protocols versions of TLS by the JDK's names
 */
public record TlsSettings(
    String certificate,
    String clientCertificate,
    String clientKey,
    String serverName,
    boolean insecure,
    List<String> protocols) {
  private static final List<String> VERSIONS = List.of("TLSv1.3", "TLSv1.2");

  public static final TlsSettings DEFAULT = new TlsSettings("", "", "");

  public TlsSettings(String certificate, String clientCertificate, String clientKey) {
    this(certificate, clientCertificate, clientKey, "", false, VERSIONS);
  }

  /**
   * The versions of TLS between two, as {@code TLS10} to {@code TLS13}; the oldest that is not said
   * to be wanted is 1.2.
   *
   * @param min or empty
   * @param max or empty
   * @throws IllegalArgumentException if one is unknown, or none is between
   */
  public static List<String> protocols(String min, String max) {
    List<String> names = List.of("TLS10", "TLS11", "TLS12", "TLS13");
    int from = min.isEmpty() ? 2 : names.indexOf(min);
    int to = max.isEmpty() ? 3 : names.indexOf(max);
    if (from < 0 || to < 0) {
      throw new IllegalArgumentException("versions are TLS10, TLS11, TLS12, TLS13");
    }
    if (min.isEmpty() && to < from) {
      from = to;
    }
    if (from > to) {
      throw new IllegalArgumentException("min_version is above max_version");
    }
    List<String> all = List.of("TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3");
    return List.copyOf(all.subList(from, to + 1));
  }

  /** The same for another server's name, or for its host if that is empty. */
  TlsSettings withServerName(String name) {
    return new TlsSettings(certificate, clientCertificate, clientKey, name, insecure, protocols);
  }

  /**
   * Reads the files anew, so that a renewed certificate counts with the next connection.
   *
   * @param applications protocols for ALPN
   */
  SSLEngine engine(Endpoint endpoint, String... applications) throws IOException {
    SSLEngine engine;
    try {
      String name = serverName.isEmpty() ? endpoint.host() : serverName;
      engine = context().createSSLEngine(name, endpoint.port());
    } catch (IllegalArgumentException e) {
      throw new IOException("TLS cannot be set up: " + e.getMessage(), e);
    }
    engine.setUseClientMode(true);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm(insecure ? null : "HTTPS");
    parameters.setProtocols(protocols.toArray(new String[0]));
    parameters.setApplicationProtocols(applications);
    engine.setSSLParameters(parameters);
    return engine;
  }

  /**
   * What trusts and shows the certificates; reads the files.
   *
   * @throws IOException if one cannot be read or used; the message names the file
   */
  public SSLContext context() throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keyManagers(), trustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException("TLS cannot be set up: " + e.getMessage(), e);
    }
  }

  private TrustManager @Nullable [] trustManagers() throws GeneralSecurityException, IOException {
    if (insecure) {
      return new TrustManager[] {new TrustEverybody()};
    }
    if (certificate.isEmpty()) {
      return null;
    }
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    int count = 0;
    for (Certificate authority : Pem.certificates(certificate)) {
      store.setCertificateEntry("ca" + count++, authority);
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private KeyManager @Nullable [] keyManagers() throws GeneralSecurityException, IOException {
    if (clientCertificate.isEmpty()) {
      return null;
    }
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    Certificate[] chain = Pem.certificates(clientCertificate).toArray(new Certificate[0]);
    store.setKeyEntry("client", Pem.privateKey(clientKey), new char[0], chain);
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, new char[0]);
    return factory.getKeyManagers();
  }

  /** Without the key, which may stand here itself. */
  @Override
  public String toString() {
    return "TlsSettings" + protocols;
  }
}
