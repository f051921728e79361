// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.transport;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;

/** Certificates and keys in PEM: a file of at most 4 MB, or the text itself. */
public final class Pem {
  private static final int MAX_FILE = 4 << 20;
  private static final String BEGIN_KEY = "-----BEGIN PRIVATE KEY-----";
  private static final String END_KEY = "-----END PRIVATE KEY-----";

  private Pem() {}

  /**
   * All certificates of it, in their order.
   *
   * @throws IOException if there is no such file
   * @throws GeneralSecurityException if it holds something else
   */
  public static Collection<? extends Certificate> certificates(String fileOrText)
      throws GeneralSecurityException, IOException {
    byte[] pem = read(fileOrText).getBytes(StandardCharsets.ISO_8859_1);
    return CertificateFactory.getInstance("X.509")
        .generateCertificates(new ByteArrayInputStream(pem));
  }

  /**
   * A key in PKCS#8 without a password, of RSA or of an elliptic curve.
   *
   * @throws IOException if there is no such file
   * @throws GeneralSecurityException if it holds something else
   */
  public static PrivateKey privateKey(String fileOrText)
      throws GeneralSecurityException, IOException {
    String pem = read(fileOrText);
    int begin = pem.indexOf(BEGIN_KEY);
    int end = pem.indexOf(END_KEY);
    if (begin < 0 || end < begin) {
      throw new InvalidKeySpecException(
          (isPem(fileOrText) ? "the key" : fileOrText)
              + " holds no PKCS#8 key without a password; make one by openssl pkcs8 -topk8");
    }
    byte[] der = Base64.getMimeDecoder().decode(pem.substring(begin + BEGIN_KEY.length(), end));
    PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(der);
    try {
      return KeyFactory.getInstance("RSA").generatePrivate(spec);
    } catch (InvalidKeySpecException e) {
      return KeyFactory.getInstance("EC").generatePrivate(spec);
    }
  }

  private static boolean isPem(String text) {
    return text.contains("-----BEGIN");
  }

  private static String read(String fileOrText) throws IOException {
    if (isPem(fileOrText)) {
      return fileOrText;
    }
    try (InputStream in = Files.newInputStream(Path.of(fileOrText))) {
      return new String(in.readNBytes(MAX_FILE), StandardCharsets.ISO_8859_1);
    }
  }
}
