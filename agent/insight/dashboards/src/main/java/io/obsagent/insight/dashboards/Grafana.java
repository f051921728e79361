// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.dashboards;

import io.obsagent.exporter.transport.Endpoint;
import io.obsagent.exporter.transport.HttpClient;
import io.obsagent.exporter.transport.HttpRequest;
import io.obsagent.exporter.transport.HttpResponse;
import io.obsagent.exporter.transport.HttpSender;
import io.obsagent.exporter.transport.HttpSettings;
import io.obsagent.spi.http.JsonWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/**
 * A Grafana that takes dashboards. What it throws holds neither the token nor what was answered.
 *
 * @see <a href="https://grafana.com/docs/grafana/latest/developers/http_api/dashboard/">HTTP
 *     API</a>
 */
final class Grafana {
  private static final Duration TIMEOUT = Duration.ofSeconds(15);

  private final HttpClient client = new HttpClient(HttpSettings.direct(TIMEOUT));
  private final Endpoint root;
  private final String token;

  /**
   * @param url {@code http://host:3000}, with a path if it stands below one
   * @param token of a service account that may write dashboards and folders
   * @throws IllegalArgumentException if one of them can be none, with what is wanted
   */
  Grafana(String url, String token) {
    root = Endpoint.ofUrl(url);
    this.token = token;
    HttpSender.checkHeader("Authorization", "Bearer " + token);
  }

  /**
   * Makes the folder, if there is none.
   *
   * @return its uid
   */
  String folder(String title) throws IOException {
    String uid = title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]+", "-");
    uid = uid.length() > 40 ? uid.substring(0, 40) : uid;
    JsonWriter body = new JsonWriter();
    body.object().field("uid", uid).field("title", title).end();
    int status = post("/api/folders", body.toString());
    // 409 and 412: there is one with this uid or title.
    if (status / 100 != 2 && status != 409 && status != 412) {
      throw refused("the folder '" + title + "'", status);
    }
    return uid;
  }

  /** Writes a dashboard over what is there under its uid. */
  void put(Dashboard dashboard, String console, String folderUid) throws IOException {
    String json = GrafanaDashboard.write(dashboard, console);
    JsonWriter rest = new JsonWriter();
    rest.object().field("folderUid", folderUid).field("overwrite", true);
    rest.field("message", "from obs-agent").end();
    int status =
        post("/api/dashboards/db", "{\"dashboard\":" + json + "," + rest.toString().substring(1));
    if (status / 100 != 2) {
      throw refused("the dashboard '" + dashboard.title() + "'", status);
    }
  }

  private int post(String path, String json) throws IOException {
    String base = root.path().endsWith("/") ? root.path() : root.path() + "/";
    HttpResponse answer =
        client.send(
            new HttpRequest(
                "POST",
                root.withPath(base + path.substring(1)),
                Map.of("Content-Type", "application/json", "Authorization", "Bearer " + token),
                ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8))));
    return answer.status();
  }

  private static IOException refused(String what, int status) {
    String why =
        switch (status) {
          case 400 -> "; one that Grafana has provisioned from a file cannot be written";
          case 401 -> "; GRAFANA_API_KEY is not a valid token";
          case 403 -> "; the token's service account needs the role Editor";
          case 404 -> "; is this Grafana, and is its path right?";
          default -> "";
        };
    return new IOException("Grafana refuses " + what + " with status " + status + why);
  }
}
