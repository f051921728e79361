// SPDX-License-Identifier: Apache-2.0
package io.obsagent.console;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import io.obsagent.exporter.transport.Pem;
import io.obsagent.spi.log.AgentLog;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * The port's certificate. Its files are looked at when somebody connects, at most once a second: a
 * renewed one counts from then on, and one that cannot be read leaves the old one in place.
 * Thread-safe.
 */
final class ServerTls extends X509ExtendedKeyManager {
  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

  private final TlsFiles files;
  private final LongSupplier nanoTime;
  private final AtomicLong lookedNanos;
  private volatile X509ExtendedKeyManager current;
  private volatile long seen;

  /**
   * @throws IOException if a file cannot be read or used; the message names it
   */
  ServerTls(TlsFiles files, LongSupplier nanoTime) throws IOException {
    this.files = files;
    this.nanoTime = nanoTime;
    this.lookedNanos = new AtomicLong(nanoTime.getAsLong());
    this.seen = state();
    this.current = read();
  }

  HttpsConfigurator configurator() throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[] {this}, null, null);
      return new HttpsConfigurator(context) {
        @Override
        public void configure(HttpsParameters parameters) {
          SSLParameters defaults = getSSLContext().getDefaultSSLParameters();
          defaults.setProtocols(PROTOCOLS);
          parameters.setSSLParameters(defaults);
        }
      };
    } catch (GeneralSecurityException e) {
      throw new IOException("TLS cannot be set up: " + e.getMessage(), e);
    }
  }

  private X509ExtendedKeyManager read() throws IOException {
    char[] password = files.password().toCharArray();
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      if (files.keystore().isEmpty()) {
        store.load(null, null);
        Certificate[] chain = Pem.certificates(files.certificate()).toArray(new Certificate[0]);
        if (chain.length == 0) {
          throw new IOException("it holds no certificate");
        }
        store.setKeyEntry("server", Pem.privateKey(files.key()), password, chain);
      } else {
        try (InputStream in = Files.newInputStream(Path.of(files.keystore()))) {
          store.load(in, password);
        }
      }
      return keyManager(store, password);
    } catch (NoSuchFileException e) {
      throw new IOException("there is no file " + e.getMessage(), e);
    } catch (GeneralSecurityException | IOException | RuntimeException e) {
      throw new IOException(files + " cannot be used: " + e.getMessage(), e);
    }
  }

  private X509ExtendedKeyManager keyManager(KeyStore store, char[] password)
      throws GeneralSecurityException, IOException {
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, password);
    for (KeyManager manager : factory.getKeyManagers()) {
      if (manager instanceof X509ExtendedKeyManager found && hasKey(store)) {
        return found;
      }
    }
    throw new IOException("it holds no key with its certificate");
  }

  private static boolean hasKey(KeyStore store) throws GeneralSecurityException {
    for (String alias : Collections.list(store.aliases())) {
      if (store.isKeyEntry(alias)) {
        return true;
      }
    }
    return false;
  }

  /** Changes when one of the files does. */
  private long state() {
    long state = 17;
    for (String name : new String[] {files.certificate(), files.key(), files.keystore()}) {
      File file = new File(name);
      state = 31 * (31 * state + file.lastModified()) + file.length();
    }
    return state;
  }

  private X509ExtendedKeyManager current() {
    long now = nanoTime.getAsLong();
    long looked = lookedNanos.get();
    if (now - looked >= LOOK_NANOS && lookedNanos.compareAndSet(looked, now)) {
      long found = state();
      if (found != seen) {
        reload(found);
      }
    }
    return current;
  }

  /**
   * A certificate may be there before its key: what does not fit yet is read again a look later.
   */
  private void reload(long found) {
    try {
      current = read();
      seen = found;
      AgentLog.info("server.tls: the certificate is that of the changed file " + files);
    } catch (IOException e) {
      AgentLog.limited(
          AgentLog.Level.WARN,
          "server.tls",
          "server.tls: " + e.getMessage() + "; the certificate from before goes on");
    }
  }

  @Override
  public String @Nullable [] getServerAliases(String type, Principal @Nullable [] issuers) {
    return current().getServerAliases(type, issuers);
  }

  @Override
  public @Nullable String chooseServerAlias(
      String type, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return current().chooseServerAlias(type, issuers, socket);
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String type, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
    return current().chooseEngineServerAlias(type, issuers, engine);
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(String alias) {
    return current.getCertificateChain(alias);
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(String alias) {
    return current.getPrivateKey(alias);
  }

  @Override
  public String @Nullable [] getClientAliases(String type, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] types, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return null;
  }
}
