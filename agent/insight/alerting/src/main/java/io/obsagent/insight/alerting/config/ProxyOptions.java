// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.config;

import io.obsagent.exporter.transport.ProxySettings;
import io.obsagent.yaml.YamlException;
import io.obsagent.yaml.YamlMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * By which proxy a receiver is reached.
 *
 * @param url with name and password if it wants them, or null
 */
record ProxyOptions(
    @Nullable Secret url,
    String noProxy,
    boolean fromEnvironment,
    Map<String, HeaderText> connectHeaders) {
  static final ProxyOptions DIRECT = new ProxyOptions(null, "", false, Map.of());

  static ProxyOptions read(YamlMap section) throws YamlException {
    String url = section.text("proxy_url", "");
    String noProxy = section.text("no_proxy", "");
    boolean fromEnvironment = section.flag("proxy_from_environment", false);
    YamlMap headers = section.map("proxy_connect_header");
    Map<String, HeaderText> connect = new LinkedHashMap<>();
    if (headers != null) {
      for (String name : headers.keys()) {
        connect.put(name, HeaderText.of(headers.texts(name)));
      }
    }
    if (fromEnvironment && !(url.isEmpty() && noProxy.isEmpty())) {
      throw section.error(
          "proxy_from_environment",
          "proxy_from_environment does not go with proxy_url or no_proxy; give one of them");
    }
    if (url.isEmpty() && !noProxy.isEmpty()) {
      throw section.error("no_proxy", "no_proxy needs proxy_url");
    }
    ProxyOptions options =
        new ProxyOptions(url.isEmpty() ? null : Secret.of(url), noProxy, fromEnvironment, connect);
    try {
      options.settings(System.getenv());
    } catch (IllegalArgumentException e) {
      throw section.error("proxy_url", String.valueOf(e.getMessage()));
    }
    return options;
  }

  ProxySettings settings(Map<String, String> env) {
    return fromEnvironment
        ? ProxySettings.fromEnvironment(env, Map.copyOf(connectHeaders))
        : url == null
            ? ProxySettings.DIRECT
            : ProxySettings.of("proxy_url", url.source(), noProxy, Map.copyOf(connectHeaders));
  }
}
