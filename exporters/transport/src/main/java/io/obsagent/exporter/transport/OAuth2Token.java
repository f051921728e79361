// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.transport;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A bearer token by the client credentials grant (RFC 6749, 4.4): kept until shortly before it
 * expires or is refused. The client shows who it is in the Authorization header, and in the form
 * where a server wants that. Thread-safe; at most one request for a token at a time.
 */
public final class OAuth2Token implements HeaderValue {
  /** A token that has less than this left could expire on its way, ns. */
  private static final long EARLY = 10_000_000_000L;

  private static final long MAX_SECONDS = 86_400L * 365;
  private static final Pattern TOKEN =
      Pattern.compile("\"access_token\"\\s*:\\s*\"([^\"\\\\]++)\"");
  private static final Pattern EXPIRES = Pattern.compile("\"expires_in\"\\s*:\\s*\"?([0-9]{1,9})");

  private final Request request;
  private final HttpClient client;
  private String token = "";
  private boolean expires;
  private long expiryNanos;
  private boolean inForm;

  /**
   * @param parameters sent beside those of the grant
   */
  public record Request(
      Endpoint tokenUrl,
      String clientId,
      HeaderValue clientSecret,
      List<String> scopes,
      Map<String, String> parameters) {}

  public OAuth2Token(Request request, HttpSettings settings) {
    this.request = request;
    this.client = new HttpClient(settings);
  }

  @Override
  public synchronized String read() throws IOException {
    if (token.isEmpty() || expires && System.nanoTime() - expiryNanos >= -EARLY) {
      token = "";
      fetch();
    }
    return "Bearer " + token;
  }

  @Override
  public synchronized void refused() {
    token = "";
  }

  private void fetch() throws IOException {
    long asked = System.nanoTime();
    HttpResponse response = ask(inForm);
    if (response.status() / 100 == 4 && !inForm) {
      response = ask(true);
      inForm = response.status() / 100 == 2;
    }
    if (response.status() / 100 != 2) {
      throw new IOException("oauth2: the token_url answered " + response.status());
    }
    Matcher found = TOKEN.matcher(response.text());
    if (!found.find()) {
      throw new IOException("oauth2: the answer of the token_url holds no access_token");
    }
    Matcher seconds = EXPIRES.matcher(response.text());
    expires = seconds.find();
    if (expires) {
      long left = Math.min(MAX_SECONDS, Long.parseLong(seconds.group(1)));
      expiryNanos = asked + left * 1_000_000_000L;
    }
    token = found.group(1);
  }

  private HttpResponse ask(boolean form) throws IOException {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("grant_type", "client_credentials");
    if (!request.scopes().isEmpty()) {
      fields.put("scope", String.join(" ", request.scopes()));
    }
    fields.putAll(request.parameters());
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "application/x-www-form-urlencoded");
    headers.put("Accept", "application/json");
    String secret = request.clientSecret().read();
    if (form) {
      fields.put("client_id", request.clientId());
      fields.put("client_secret", secret);
    } else {
      // Both are encoded before they become a pair: RFC 6749, 2.3.1.
      headers.put(
          "Authorization",
          HeaderValue.basic(encode(request.clientId()), () -> encode(secret)).read());
    }
    StringBuilder body = new StringBuilder();
    fields.forEach(
        (name, value) ->
            body.append(body.length() == 0 ? "" : "&")
                .append(encode(name))
                .append('=')
                .append(encode(value)));
    ByteBuffer bytes = ByteBuffer.wrap(body.toString().getBytes(StandardCharsets.UTF_8));
    return client.send(new HttpRequest("POST", request.tokenUrl(), headers, bytes));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
