// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.cli;

import io.obsagent.yaml.YamlException;
import io.obsagent.yaml.YamlValue;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The port of an agent that runs, as a command asks it. Immutable. */
final class RunningAgent {
  static final String URL = "--url=";

  private static final int TIMEOUT_MILLIS = 10_000;
  private static final int MAX_ANSWER = 4 << 20;

  private final String url;
  private final URI root;
  private final String token;

  /**
   * @param url {@code http://HOST:PORT}, with the base path if there is one
   * @param environment with {@code OBS_SERVER_TOKEN}, if one is needed
   * @throws IllegalArgumentException if it is no address
   */
  RunningAgent(String url, Map<String, String> environment) {
    this.url = url;
    this.root = URI.create((url.endsWith("/") ? url.substring(0, url.length() - 1) : url) + "/");
    this.token = environment.getOrDefault("OBS_SERVER_TOKEN", "");
    if (root.getHost() == null || !String.valueOf(root.getScheme()).startsWith("http")) {
      throw new IllegalArgumentException(url);
    }
  }

  String url() {
    return url;
  }

  /** Where an agent listens that were started by this configuration. */
  static String address(ConfigCommand.Checked checked) {
    String host = checked.value("server.host");
    String near =
        host.isEmpty() || host.equals("0.0.0.0") || host.equals("::") ? "127.0.0.1" : host;
    String scheme =
        checked.value("server.tls.certificate").isEmpty()
                && checked.value("server.tls.keystore").isEmpty()
            ? "http://"
            : "https://";
    return scheme
        + (near.indexOf(':') < 0 ? near : "[" + near + "]")
        + ":"
        + checked.value("server.port")
        + checked.value("server.base-path");
  }

  /**
   * @param body empty unless the status is 200
   */
  record Answer(int status, String body) {
    boolean needsToken() {
      return status == 401 || status == 403;
    }

    /** What it says, if it is an object of JSON; empty otherwise. */
    Map<?, ?> object() {
      try {
        return YamlValue.parse(body) instanceof Map<?, ?> map ? map : Map.of();
      } catch (YamlException e) {
        return Map.of();
      }
    }
  }

  /**
   * Asks for JSON.
   *
   * @param path below the port: {@code monitoring/doctor}
   * @throws IOException if nothing answers
   */
  Answer get(String path) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) root.resolve(path).toURL().openConnection();
    connection.setConnectTimeout(TIMEOUT_MILLIS);
    connection.setReadTimeout(TIMEOUT_MILLIS);
    connection.setInstanceFollowRedirects(false);
    connection.setRequestProperty("Accept", "application/json");
    if (!token.isEmpty()) {
      connection.setRequestProperty("Authorization", "Bearer " + token);
    }
    int status = connection.getResponseCode();
    if (status != 200) {
      return new Answer(status, "");
    }
    try (InputStream in = connection.getInputStream()) {
      return new Answer(status, new String(in.readNBytes(MAX_ANSWER), StandardCharsets.UTF_8));
    }
  }
}
