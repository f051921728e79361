// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.receivers;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs requests to AWS that carry a form and no query.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html">
 *     Signature Version 4</a>
 */
final class AwsSignature {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private AwsSignature() {}

  /** The headers of a signed POST, with the type of its body; Host is to be what the URL says. */
  static Map<String, String> post(
      URI url, String form, String service, AwsCredentials credentials, Instant now) {
    String time = TIME.format(now);
    List<String> parts =
        List.of(time.substring(0, 8), credentials.region(), service, "aws4_request");
    String scope = String.join("/", parts);
    Map<String, String> headers = new TreeMap<>();
    headers.put("content-type", "application/x-www-form-urlencoded; charset=utf-8");
    headers.put("host", host(url));
    headers.put("x-amz-date", time);
    if (!credentials.token().isEmpty()) {
      headers.put("x-amz-security-token", credentials.token());
    }
    String names = String.join(";", headers.keySet());
    StringBuilder canonical = new StringBuilder("POST\n").append(path(url)).append("\n\n");
    headers.forEach((name, value) -> canonical.append(name).append(':').append(value).append('\n'));
    canonical.append('\n').append(names).append('\n').append(Notification.sha256(form));
    String toSign =
        "AWS4-HMAC-SHA256\n"
            + time
            + "\n"
            + scope
            + "\n"
            + Notification.sha256(canonical.toString());
    byte[] key = ("AWS4" + credentials.secretKey()).getBytes(StandardCharsets.UTF_8);
    for (String part : parts) {
      key = hmac(key, part);
    }
    headers.remove("host");
    headers.put(
        "authorization",
        "AWS4-HMAC-SHA256 Credential="
            + credentials.accessKey()
            + "/"
            + scope
            + ", SignedHeaders="
            + names
            + ", Signature="
            + Notification.hex(hmac(key, toSign)));
    return headers;
  }

  /** As it is sent: without the port where it is the usual one. */
  private static String host(URI url) {
    int usual = "https".equalsIgnoreCase(url.getScheme()) ? 443 : 80;
    int port = url.getPort();
    return url.getHost() + (port < 0 || port == usual ? "" : ":" + port);
  }

  /** What is encoded already is encoded once more. */
  private static String path(URI url) {
    String path = url.getRawPath();
    return path == null || path.isEmpty() ? "/" : encode(path).replace("%2F", "/");
  }

  /** By RFC 3986. */
  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JVM has HmacSHA256", e);
    }
  }
}
