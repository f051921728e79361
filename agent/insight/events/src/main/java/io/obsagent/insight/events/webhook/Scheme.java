// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.events.webhook;

import io.obsagent.spi.http.Request;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** How a delivery shows that it is from whoever knows the secret. Thread-safe. */
sealed interface Scheme {
  /** Whether it does; compared in a time that tells nothing of the secret. */
  boolean isSigned(Request request, String secret, long nowMillis);

  /** What a sender is to be told: {@code the header 'X-Hub-Signature-256'}. */
  String wanted();

  /**
   * HMAC-SHA256 of the body in hexadecimal digits.
   *
   * @param prefix before the digits; of a list with commas, one counts that is right
   */
  record Hmac(String header, String prefix) implements Scheme {
    @Override
    public boolean isSigned(Request request, String secret, long nowMillis) {
      String given = request.header(header);
      String right = HexFormat.of().formatHex(hmac(bytes(secret), request.body()));
      boolean signed = false;
      for (String part : given == null ? new String[0] : given.split(",", MAX_SIGNATURES)) {
        String digits = part.strip();
        signed |= digits.startsWith(prefix) && same(digits.substring(prefix.length()), right);
      }
      return signed;
    }

    @Override
    public String wanted() {
      return "the header '" + header + "' with the HMAC-SHA256 of the body";
    }
  }

  /** The secret itself in a header of the sender's. */
  record Token(String header) implements Scheme {
    @Override
    public boolean isSigned(Request request, String secret, long nowMillis) {
      return Standard.isSigned(request, secret, nowMillis) || same(request.header(header), secret);
    }

    @Override
    public String wanted() {
      return "the header '" + header + "' with the secret";
    }
  }

  /**
   * The secret as a bearer token or as the password of basic authentication, or a signature by the
   * <a href="https://www.standardwebhooks.com">Standard Webhooks</a>.
   */
  record Bearer() implements Scheme {
    @Override
    public boolean isSigned(Request request, String secret, long nowMillis) {
      if (request.header("webhook-signature") != null) {
        return Standard.isSigned(request, secret, nowMillis);
      }
      String given = request.header("authorization");
      if (given == null) {
        return false;
      }
      if (given.regionMatches(true, 0, "bearer ", 0, 7)) {
        return same(given.substring(7).strip(), secret);
      }
      return given.regionMatches(true, 0, "basic ", 0, 6)
          && same(password(given.substring(6).strip()), secret);
    }

    private static @Nullable String password(String encoded) {
      try {
        String pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
        int colon = pair.indexOf(':');
        return colon < 0 ? null : pair.substring(colon + 1);
      } catch (IllegalArgumentException e) {
        return null;
      }
    }

    @Override
    public String wanted() {
      return "the header 'Authorization: Bearer <secret>', or the header 'webhook-signature'";
    }
  }

  /** {@code webhook-id}, {@code webhook-timestamp} and {@code webhook-signature: v1,<base64>}. */
  final class Standard {
    /** A delivery that was signed longer ago, or that much in the future, is a replay. */
    static final long WINDOW_MILLIS = 5 * 60_000;

    private static final String KEY_PREFIX = "whsec_";

    private Standard() {}

    static boolean isSigned(Request request, String secret, long nowMillis) {
      String id = request.header("webhook-id");
      String time = request.header("webhook-timestamp");
      String given = request.header("webhook-signature");
      if (id == null || time == null || given == null || !time.matches("\\d{1,12}")) {
        return false;
      }
      if (Math.abs(nowMillis - Long.parseLong(time) * 1000) > WINDOW_MILLIS) {
        return false;
      }
      byte[] head = bytes(id + '.' + time + '.');
      byte[] signed = new byte[head.length + request.body().length];
      System.arraycopy(head, 0, signed, 0, head.length);
      System.arraycopy(request.body(), 0, signed, head.length, request.body().length);
      String right = "v1," + Base64.getEncoder().encodeToString(hmac(key(secret), signed));
      boolean good = false;
      for (String part : given.split(" ", MAX_SIGNATURES)) {
        good |= same(part, right);
      }
      return good;
    }

    private static byte[] key(String secret) {
      try {
        return secret.startsWith(KEY_PREFIX)
            ? Base64.getDecoder().decode(secret.substring(KEY_PREFIX.length()))
            : bytes(secret);
      } catch (IllegalArgumentException e) {
        return bytes(secret);
      }
    }
  }

  /** So many signatures of one delivery are looked at. */
  int MAX_SIGNATURES = 10;

  private static byte[] hmac(byte[] key, byte[] message) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JVM has HmacSHA256", e);
    }
  }

  /** Digests are compared, so that not even the length shows. */
  private static boolean same(@Nullable String given, String right) {
    byte[] key = bytes("compare");
    return given != null && MessageDigest.isEqual(hmac(key, bytes(given)), hmac(key, bytes(right)));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
