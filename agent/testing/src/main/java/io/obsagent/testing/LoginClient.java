// SPDX-License-Identifier: Apache-2.0
package io.obsagent.testing;

import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A browser, which answers a container that asks who its user is. */
final class LoginClient {
  private static final Pattern FIELD = Pattern.compile("(\\w+)=\"?([^\",]*)\"?");
  private static final String COUNT = "00000001";
  private static final String OWN_NONCE = "0a4f113b";

  private final HttpClient http =
      HttpClient.newBuilder()
          .cookieHandler(new CookieManager())
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();
  private final String root;

  LoginClient(int port) {
    root = "http://127.0.0.1:" + port;
  }

  /** What is shown in the end: the page, or the status if it is none of success. */
  String basic(String path, String user, String password) throws Exception {
    String credentials = user + ':' + password;
    byte[] bytes = credentials.getBytes(StandardCharsets.UTF_8);
    return shown(get(path, "Basic " + Base64.getEncoder().encodeToString(bytes)));
  }

  /** The page for whom the container knows already. */
  String page() throws Exception {
    return shown(get("/page", "none"));
  }

  String form(String user, String password) throws Exception {
    get("/page", "none");
    HttpRequest.Builder sent =
        HttpRequest.newBuilder(URI.create(root + "/j_security_check"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "j_username=" + user + "&j_password=" + password));
    return shown(http.send(sent.build(), HttpResponse.BodyHandlers.ofString()));
  }

  /** By RFC 7616, with MD5 or else with what the container wants. */
  String digest(String user, String password) throws Exception {
    Map<String, String> challenge = challenge(get("/page", "none"));
    String realm = challenge.get("realm");
    String nonce = challenge.get("nonce");
    String algorithm = challenge.getOrDefault("algorithm", "MD5");
    String secret = hash(algorithm, user + ':' + realm + ':' + password);
    String asked = hash(algorithm, "GET:/page");
    boolean counted = challenge.containsKey("qop");
    String response =
        hash(
            algorithm,
            counted
                ? String.join(":", secret, nonce, COUNT, OWN_NONCE, "auth", asked)
                : String.join(":", secret, nonce, asked));
    StringBuilder header = new StringBuilder("Digest username=\"").append(user).append('"');
    Map<String, String> quoted = new TreeMap<>(Map.of("realm", realm, "nonce", nonce));
    quoted.put("uri", "/page");
    quoted.put("response", response);
    if (challenge.containsKey("opaque")) {
      quoted.put("opaque", challenge.get("opaque"));
    }
    quoted.forEach((key, value) -> header.append(", " + key + "=\"" + value + '"'));
    header.append(", algorithm=").append(algorithm);
    if (counted) {
      header.append(", qop=auth, nc=" + COUNT + ", cnonce=\"" + OWN_NONCE + '"');
    }
    return shown(get("/page", header.toString()));
  }

  private static Map<String, String> challenge(HttpResponse<String> response) {
    Map<String, String> last = new TreeMap<>();
    for (String offered : response.headers().allValues("WWW-Authenticate")) {
      Map<String, String> fields = new TreeMap<>();
      Matcher matcher = FIELD.matcher(offered);
      while (matcher.find()) {
        fields.put(matcher.group(1), matcher.group(2));
      }
      if (!last.getOrDefault("algorithm", "").equals("MD5")) {
        last = fields;
      }
    }
    return last;
  }

  private static String hash(String algorithm, String text) throws NoSuchAlgorithmException {
    MessageDigest digest = MessageDigest.getInstance(algorithm);
    return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  private HttpResponse<String> get(String path, String authorization) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(root + path));
    if (!authorization.equals("none")) {
      request.header("Authorization", authorization);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static String shown(HttpResponse<String> response) {
    return response.statusCode() == 200 ? response.body() : String.valueOf(response.statusCode());
  }
}
