// SPDX-License-Identifier: Apache-2.0
package io.obsagent.testing;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * A fresh certificate for {@code localhost}, and what trusts it: for HTTPS within one test.
 *
 * @param keyStore a PKCS#12 file, deleted with the JVM
 * @param context for server and client alike
 * @param trustManager trusts this certificate and nothing else
 */
public record LoopbackTls(Path keyStore, SSLContext context, X509TrustManager trustManager) {
  /** Of the key store and its only entry. */
  public static final String PASSWORD = "loopback";

  /** Takes about a second: the JDK's keytool runs once. */
  public static LoopbackTls create() {
    try {
      Path file = Files.createTempDirectory("obs-tls").resolve("loopback.p12");
      file.getParent().toFile().deleteOnExit();
      file.toFile().deleteOnExit();
      generate(file);
      KeyStore keys = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(file)) {
        keys.load(in, PASSWORD.toCharArray());
      }
      return of(file, keys);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static LoopbackTls of(Path file, KeyStore keys) throws GeneralSecurityException {
    KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(keys, PASSWORD.toCharArray());
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    try {
      trusted.load(null, null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    trusted.setCertificateEntry("localhost", keys.getCertificate("localhost"));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    TrustManager[] managers = trust.getTrustManagers();
    context.init(own.getKeyManagers(), managers, null);
    return new LoopbackTls(file, context, (X509TrustManager) managers[0]);
  }

  private static void generate(Path file) throws IOException {
    String keytool = System.getProperty("java.home") + File.separator + "bin/keytool";
    List<String> command =
        List.of(
            keytool,
            "-genkeypair",
            "-alias",
            "localhost",
            "-keyalg",
            "EC",
            "-groupname",
            "secp256r1",
            "-dname",
            "CN=localhost",
            "-ext",
            "SAN=dns:localhost,ip:127.0.0.1",
            "-validity",
            "2",
            "-storetype",
            "PKCS12",
            "-keystore",
            file.toString(),
            "-storepass",
            PASSWORD);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    try {
      if (process.waitFor() != 0) {
        throw new IOException("keytool: " + output);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while keytool ran", e);
    }
  }
}
