// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.config;

import io.obsagent.yaml.YamlException;
import io.obsagent.yaml.YamlMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a receiver is reached over HTTP.
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
    TlsOptions tls) {

  public static final HttpOptions DEFAULT = new HttpOptions("", null, "", null, TlsOptions.DEFAULT);

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
    YamlMap tls = section.map("tls_config");
    if (section.has("oauth2")) {
      throw section.error("oauth2", "oauth2 is not supported; use authorization");
    }
    section.flag("follow_redirects", true);
    section.ignore(
        Set.of(
            "enable_http2",
            "proxy_url",
            "no_proxy",
            "proxy_from_environment",
            "proxy_connect_header",
            "http_headers"),
        "connections are direct HTTP/1.1");
    section.close();
    return new HttpOptions(
        scheme,
        credentials,
        username,
        password,
        tls == null ? TlsOptions.DEFAULT : TlsOptions.read(tls));
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
}
