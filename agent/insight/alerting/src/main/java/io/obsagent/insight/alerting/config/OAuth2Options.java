// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.config;

import io.obsagent.exporter.transport.Endpoint;
import io.obsagent.exporter.transport.HttpSettings;
import io.obsagent.exporter.transport.OAuth2Token;
import io.obsagent.yaml.YamlException;
import io.obsagent.yaml.YamlMap;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Where a receiver's bearer tokens come from; the way there has a proxy and TLS of its own. */
record OAuth2Options(
    String tokenUrl,
    String clientId,
    Secret clientSecret,
    List<String> scopes,
    Map<String, String> endpointParams,
    TlsOptions tls,
    ProxyOptions proxy) {

  static OAuth2Options read(YamlMap section) throws YamlException {
    Secret secret = HttpOptions.secret(section, "client_secret");
    if (secret == null) {
      throw section.error("client_secret", "oauth2 needs client_secret or client_secret_file");
    }
    String url = section.required("token_url");
    if (!HttpTarget.isUrl(url)) {
      throw section.error("token_url", "token_url must be an http or https URL with a host");
    }
    YamlMap tls = section.map("tls_config");
    OAuth2Options options =
        new OAuth2Options(
            url,
            section.required("client_id"),
            secret,
            section.texts("scopes"),
            section.has("endpoint_params") ? section.textMap("endpoint_params") : Map.of(),
            tls == null ? TlsOptions.DEFAULT : TlsOptions.read(tls),
            ProxyOptions.read(section));
    section.close();
    return options;
  }

  OAuth2Token token(Duration timeout) {
    return new OAuth2Token(
        new OAuth2Token.Request(
            Endpoint.ofUrl(tokenUrl), clientId, clientSecret::read, scopes, endpointParams),
        new HttpSettings(
            tls.settings(), proxy.settings(System.getenv()), Map.of(), timeout, timeout));
  }
}
