// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.receivers;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.obsagent.insight.alert.Alert;
import io.obsagent.insight.alerting.config.HttpOptions;
import io.obsagent.insight.alerting.config.IntegrationConfig;
import io.obsagent.insight.alerting.config.NotifyConfig;
import io.obsagent.insight.labels.Labels;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PushoverTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  @Test
  void theSecretsAndTheTextsGoAsAForm() throws Exception {
    CompletableFuture<String> got = new CompletableFuture<>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          String type = exchange.getRequestHeaders().getFirst("Content-Type");
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
          got.complete(exchange.getRequestURI() + " " + type + " " + body);
        });
    server.start();
    try {
      NotifyConfig config =
          NotifyConfig.parse(
              "c.yml",
              "{route: {receiver: r}, receivers: [{name: r, pushover_configs: [{user_key: u,"
                  + " token: t, message: '<b>', html: true, expire: 2h, ttl: 90s, sound: s}]}]}");
      IntegrationConfig pushover = config.receivers.get("r").integrations().get(0);
      Labels labels = Labels.of("alertname", "A");
      Instant now = Instant.parse("2026-01-05T08:00:00Z");
      Alert alert = Alert.firing(labels, Map.of(), now);
      StoredAlert stored =
          new StoredAlert(alert.fingerprint(), alert, now.plusSeconds(300), false, now);
      new PushoverIntegration(
              pushover,
              new Renderer(config::templates),
              new HttpSender(HttpOptions.DEFAULT, TIMEOUT),
              "http://127.0.0.1:" + server.getAddress().getPort() + "/1/messages.json")
          .send(
              new Notification(
                  "r",
                  "{}:{}",
                  labels,
                  List.of(new Notification.Item(stored, true)),
                  "http://obs:9464",
                  now));
      assertThat(got.get(30, TimeUnit.SECONDS))
          .isEqualTo(
              "/1/messages.json application/x-www-form-urlencoded token=t&user=u"
                  + "&title=%5BFIRING%3A1%5D+A&html=1&message=%3Cb%3E&url=http%3A%2F%2Fobs%3A9464"
                  + "&url_title=&priority=2&retry=60&expire=7200&device=&sound=s&ttl=90");
    } finally {
      server.stop(0);
    }
  }
}
