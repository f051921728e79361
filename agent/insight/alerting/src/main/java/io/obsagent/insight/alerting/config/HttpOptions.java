// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.config;

import io.obsagent.exporter.transport.HeaderValue;
import io.obsagent.exporter.transport.HttpSettings;
import io.obsagent.yaml.YamlException;
import io.obsagent.yaml.YamlMap;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An {@code http_config}: how a receiver is reached over HTTP.
 *
 * @param scheme of the Authorization header, e.g. {@code Bearer}
 * @param credentials of the Authorization header, or null
 * @param username for basic authentication, or empty
 */
public record HttpOptions(
    String scheme,
    @Nullable Secret credentials,
    String username,
    @Nullable Secret password,
    @Nullable OAuth2Options oauth2,
    TlsOptions tls,
    ProxyOptions proxy,
    Map<String, HeaderText> headers) {
  private static final Set<String> RESERVED =
      Set.of("authorization", "content-length", "host", "connection", "transfer-encoding");

  public static final HttpOptions DEFAULT =
      new HttpOptions("", null, "", null, null, TlsOptions.DEFAULT, ProxyOptions.DIRECT, Map.of());

  static HttpOptions read(@Nullable YamlMap section, HttpOptions otherwise) throws YamlException {
    if (section == null) {
      return otherwise;
    }
    String scheme = "";
    Secret credentials = secret(section, "bearer_token");
    if (credentials != null) {
      scheme = "Bearer";
    }
    YamlMap authorization = section.map("authorization");
    if (authorization != null) {
      scheme = authorization.text("type", "Bearer");
      credentials = secret(authorization, "credentials");
      authorization.close();
    }
    String username = "";
    Secret password = null;
    YamlMap basic = section.map("basic_auth");
    if (basic != null) {
      username = basic.required("username");
      password = secret(basic, "password");
      basic.close();
    }
    YamlMap oauth2 = section.map("oauth2");
    if ((credentials == null ? 0 : 1) + (basic == null ? 0 : 1) + (oauth2 == null ? 0 : 1) > 1) {
      throw section.error(
          "oauth2", "give one of authorization, bearer_token, basic_auth and oauth2");
    }
    YamlMap tls = section.map("tls_config");
    section.flag("follow_redirects", true);
    section.ignore(Set.of("enable_http2"), "connections are HTTP/1.1");
    HttpOptions options =
        new HttpOptions(
            scheme,
            credentials,
            username,
            password,
            oauth2 == null ? null : OAuth2Options.read(oauth2),
            tls == null ? TlsOptions.DEFAULT : TlsOptions.read(tls),
            ProxyOptions.read(section),
            headers(section));
    section.close();
    return options;
  }

  private static Map<String, HeaderText> headers(YamlMap section) throws YamlException {
    Map<String, HeaderText> headers = new LinkedHashMap<>();
    YamlMap named = section.map("http_headers");
    if (named != null) {
      for (String name : named.keys()) {
        YamlMap values = named.map(name);
        if (RESERVED.contains(name.toLowerCase(Locale.ROOT)) || values == null) {
          throw named.error(name, "http_headers cannot set '" + name + "'");
        }
        headers.put(name, HeaderText.read(values));
      }
    }
    return headers;
  }

  /** The secret under a key, or in the file that {@code key_file} names. */
  static @Nullable Secret secret(YamlMap section, String key) throws YamlException {
    boolean direct = section.has(key);
    boolean inFile = section.has(key + "_file");
    if (direct && inFile) {
      throw section.error(key, "give " + key + " or " + key + "_file, not both");
    }
    return direct
        ? Secret.of(section.text(key, ""))
        : inFile ? Secret.inFile(section.text(key + "_file", "")) : null;
  }

  boolean isDefault() {
    return equals(DEFAULT);
  }

  /** Whether a receiver's server is told who it is. */
  boolean isAuthorized() {
    return credentials != null || !username.isEmpty() || oauth2 != null;
  }

  /**
   * For the one who connects; secrets are read at each request.
   *
   * @param timeout for all of a request
   */
  public HttpSettings settings(Duration timeout) {
    Map<String, HeaderValue> all = new LinkedHashMap<>(headers);
    Secret token = credentials;
    Secret secret = password;
    if (token != null) {
      all.put("Authorization", () -> scheme + " " + token.read());
    } else if (!username.isEmpty()) {
      all.put(
          "Authorization", HeaderValue.basic(username, () -> secret == null ? "" : secret.read()));
    } else if (oauth2 != null) {
      all.put("Authorization", oauth2.token(timeout));
    }
    return new HttpSettings(tls.settings(), proxy.settings(System.getenv()), all, timeout, timeout);
  }
}
