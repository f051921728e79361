// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.obsagent.insight.alert.Alert;
import io.obsagent.insight.alerting.config.NotifyConfig;
import io.obsagent.insight.labels.Labels;
import io.obsagent.testing.Ports;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against Debian's prometheus-alertmanager; skipped where it is not installed. */
class RealAlertmanagerTest {
  private static final Path AMTOOL = Path.of("/usr/bin/amtool");
  private static final Path ALERTMANAGER = Path.of("/usr/bin/prometheus-alertmanager");

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private static final String CONFIG =
      """
      global: {smtp_smarthost: 'mail:587', smtp_from: a@b.c, slack_api_url: 'https://s/x'}
      route:
        receiver: all
        group_by: [alertname, job]
        repeat_interval: 1h
        routes:
          - matchers: [severity=~"critical|page", team!=""]
            receiver: pager
            continue: true
            mute_time_intervals: [night]
          - receiver: all
            group_by: ['...']
      inhibit_rules:
        - {source_matchers: [severity="critical"], target_match: {severity: warning}, equal: [job]}
      time_intervals:
        - name: night
          time_intervals:
            - {times: [{start_time: "22:00", end_time: "24:00"}], weekdays: ['monday:friday'],
               days_of_month: ['-3:-1'], months: [may], years: ['2026'], location: Europe/Berlin}
      receivers:
        - name: all
          webhook_configs: [{url: 'http://127.0.0.1:1/', max_alerts: 5, http_config: {basic_auth: {username: u, password: p}}}]
          email_configs: [{to: x@y.z, headers: {Subject: s}, require_tls: false, auth_username: u, auth_password: p}]
        - name: pager
          slack_configs: [{channel: '#a', fields: [{title: t, value: v, short: true}], mention_users: [x]}]
          pagerduty_configs:
            - {routing_key: k, details: {a: b}, severity_mapping: {info: info}}
            - {service_key: k}
          sns_configs:
            - {topic_arn: t, attributes: {a: b}, sigv4: {region: r, access_key: a, secret_key: s}}
          opsgenie_configs: [{api_key: k, responders: [{name: o, type: team}]}]
          victorops_configs: [{api_key: k, routing_key: t, custom_fields: {a: b}}]
          pushover_configs: [{user_key: u, token: t, retry: 1m, html: true}]
          wechat_configs: [{api_secret: s, corp_id: c, message_type: markdown}]
        - name: oauth2
          webhook_configs:
            - url: 'http://127.0.0.1:1/'
              http_config:
                oauth2: {client_id: c, client_secret: s, token_url: 'http://t/', scopes: [a], endpoint_params: {b: c}}
                proxy_url: 'http://u:p@proxy:3128'
                tls_config: {server_name: n, min_version: TLS12, insecure_skip_verify: true}
      """;

  private static void assume(Path program) {
    boolean there = Files.isExecutable(program);
    if (!there) {
      System.out.println(
          "RealAlertmanagerTest skipped: "
              + program
              + " is absent; install prometheus-alertmanager");
    }
    assumeTrue(there, program + " is absent");
  }

  private static void check(Path file) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(AMTOOL.toString(), "check-config", file.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
  }

  @Test
  void amtoolAcceptsWhatIsGenerated(@TempDir Path directory) throws Exception {
    assume(AMTOOL);
    Path file = directory.resolve("alertmanager.yml");
    NotifyConfig config = NotifyConfig.parse("a.yml", CONFIG);
    Files.writeString(file, config.toAlertmanagerYaml(true));
    check(file);
    NotifyConfig again = NotifyConfig.parse("b.yml", config.toAlertmanagerYaml(true));
    assertThat(again.toAlertmanagerYaml(true)).isEqualTo(config.toAlertmanagerYaml(true));
    NotifyConfig shortForm =
        NotifyConfig.ofEnvironment(
            Map.of("SLACK_WEBHOOK_URL", "https://h/x", "ALERT_EMAIL", "a@b.c", "SMTP_HOST", "m"),
            problem -> fail(problem));
    Files.writeString(file, shortForm.toAlertmanagerYaml(true));
    check(file);
  }

  @Test
  void alertsArriveAtARealAlertmanagerAndKeepTheirFingerprint(@TempDir Path directory)
      throws Exception {
    assume(ALERTMANAGER);
    Path file = directory.resolve("alertmanager.yml");
    Files.writeString(file, "route: {receiver: r}\nreceivers: [{name: r}]\n");
    Alertmanager alertmanager = Ports.serve(port -> Alertmanager.start(directory, file, port));
    String url = alertmanager.url();
    try (alertmanager) {
      NotifyConfig config =
          NotifyConfig.parse(
              "a.yml",
              "route: {receiver: r}\nreceivers: [{name: r}]\nalertmanagers: ['" + url + "']\n");
      Labels labels = Labels.of("alertname", "Übel\"", "job", "shop");
      try (Notifier notifier = new Notifier(config, null, "", InstantSource.system())) {
        notifier.start();
        notifier.receive(
            List.of(new Alert(labels, Map.of("summary", "s"), Instant.now(), null, "http://g/")));
        String body = await(url + "/api/v2/alerts", "Übel");
        assertThat(body).contains("\"fingerprint\":\"" + Alert.hex(Alert.fingerprint(labels)));
        notifier.receive(
            List.of(Alert.firing(labels, Map.of(), Instant.now()).endingAt(Instant.now())));
        assertThat(await(url + "/api/v2/alerts", "[]\n")).isEqualTo("[]\n");
      }
    }
  }

  /** Services that keep incidents know one by this key, whoever of the two tells them. */
  @Test
  void incidentsHaveTheKeysThatARealAlertmanagerGivesThem(@TempDir Path directory)
      throws Exception {
    assume(ALERTMANAGER);
    try (HttpReceiver http = new HttpReceiver()) {
      String yaml =
          """
          route: {receiver: r, group_by: [alertname, job], group_wait: 0s}
          receivers:
            - name: r
              pagerduty_configs: [{url: 'URL/pagerduty', routing_key: k}]
              opsgenie_configs: [{api_url: 'URL/opsgenie/', api_key: k}]
              victorops_configs: [{api_url: 'URL/victorops/', api_key: k, routing_key: t}]
          """
              .replace("URL", http.url(""));
      Path file = directory.resolve("alertmanager.yml");
      Files.writeString(file, yaml);
      Alertmanager alertmanager = Ports.serve(port -> Alertmanager.start(directory, file, port));
      String url = alertmanager.url();
      try (alertmanager) {
        NotifyConfig config = NotifyConfig.parse("a.yml", yaml + "alertmanagers: ['" + url + "']");
        try (Notifier notifier = new Notifier(config, null, "", InstantSource.system())) {
          notifier.start();
          Labels labels = Labels.of("alertname", "Ü\"b", "job", "shop");
          notifier.receive(List.of(new Alert(labels, Map.of(), Instant.now(), null, "")));
          long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
          while (http.requests.size() < 6 && System.nanoTime() < end) {
            LockSupport.parkNanos(10_000_000);
          }
        }
      }
      List<String> keys = new ArrayList<>();
      for (HttpReceiver.Request request : http.requests) {
        Matcher key =
            Pattern.compile("\"(dedup_key|alias|entity_id)\":\"([0-9a-f]{64})\"")
                .matcher(request.body());
        assertThat(key.find()).as(request.body()).isTrue();
        keys.add(request.path() + " " + key.group(2));
      }
      assertThat(keys).hasSize(6);
      // Each of the two has told each service the same.
      assertThat(Set.copyOf(keys)).hasSize(3);
    }
  }

  private record Alertmanager(String url, Process process) implements AutoCloseable {
    /** Returns as soon as it is ready; throws where it ends before. */
    static Alertmanager start(Path directory, Path file, int port) throws IOException {
      Path log = directory.resolve("log");
      Process process =
          new ProcessBuilder(
                  ALERTMANAGER.toString(),
                  "--config.file=" + file,
                  "--storage.path=" + directory.resolve("data"),
                  "--web.listen-address=127.0.0.1:" + port,
                  "--cluster.listen-address=")
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      Alertmanager started = new Alertmanager("http://127.0.0.1:" + port, process);
      while (!answers(started.url + "/-/ready")) {
        if (!process.isAlive()) {
          throw new IOException(Files.readString(log));
        }
        LockSupport.parkNanos(10_000_000);
      }
      return started;
    }

    private static boolean answers(String url) throws IOException {
      try {
        return ask(url).statusCode() == 200;
      } catch (ConnectException notYet) {
        return false;
      }
    }

    @Override
    public void close() throws InterruptedException {
      process.destroy();
      process.waitFor(60, TimeUnit.SECONDS);
    }
  }

  private static HttpResponse<String> ask(String url) throws IOException {
    try {
      return HTTP.send(
          HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      throw new InterruptedIOException();
    }
  }

  /** Asks until an answer holds a text. */
  private static String await(String url, String text) {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    String last = "";
    while (System.nanoTime() < end) {
      try {
        HttpResponse<String> response = ask(url);
        last = response.body();
        if (response.statusCode() == 200 && last.contains(text)) {
          return last;
        }
      } catch (IOException e) {
        last = e.toString();
      }
      LockSupport.parkNanos(10_000_000);
    }
    throw new AssertionError("waited for " + text + ", last was " + last);
  }
}
