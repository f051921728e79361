// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.obsagent.insight.labels.LabelMatcher;
import io.obsagent.insight.labels.Labels;
import io.obsagent.yaml.YamlException;
import io.obsagent.yaml.YamlReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NotifyConfigTest {
  private static final String GOOD =
      """
      route:
        receiver: r
      receivers:
        - name: r
          webhook_configs:
            - url: http://h/
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '\u0001',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "  receiver: r~  recever: r~c.yml:1: 'receiver' is missing",
        "  receiver: r~  receiver: q~c.yml:2: receiver 'q' is not defined; defined are [r]",
        "route:⏎  receiver: r~route: {receiver: r, group_wiat: 5s}~c.yml:1: unknown key 'group_wiat' – did you mean 'group_wait'?",
        "route:⏎  receiver: r~route: {receiver: r, group_wait: 5}~c.yml:1: group_wait: '5' is not a duration; write for example 30s, 5m or 1h30m",
        "route:⏎  receiver: r~route: {receiver: r, routes: [{matchers: ['{a=b']}]}~c.yml:1: matcher '{a=b', character 5: expected }",
        "route:⏎  receiver: r~route: {receiver: r, matchers: [a=b]}~c.yml:1: the root route must take every alert; move 'matchers' below",
        "route:⏎  receiver: r~route: {receiver: r, group_by: [a, '...']}~c.yml:1: '...' groups by all labels; it cannot stand with others",
        "route:⏎  receiver: r~route: {receiver: r, routes: [{match_re: {a: }}]}~c.yml:1: 'a' needs a regular expression",
        "route:~route: [~c.yml:3: not YAML: "
      })
  void anErrorSaysFileLineAndTheWayOut(String good, String bad, String message) {
    assertThatThrownBy(
            () -> NotifyConfig.parse("c.yml", GOOD.replace(good.replace('⏎', '\n'), bad)))
        .isInstanceOf(YamlException.class)
        .hasMessageStartingWith(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '\u0001',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "file:///etc/passwd~0~c.yml:7: url must be an http or https URL with a host; this webhook of receiver 'r' is left out",
        "http://x/, url_file: x~0~c.yml:7: give url or url_file, not both; this webhook of receiver 'r' is left out",
        "http://x/, max_alert: 5~1~c.yml:7: unknown key 'max_alert' – did you mean 'max_alerts'?; this key is left out",
        "http://x/, max_alerts: many~0~c.yml:7: 'max_alerts' must be a whole number from 0, not 'many'; this webhook of receiver 'r' is left out",
        "http://x/, payload: {a: [b, '{{ .x']}~0~c.yml:7: template: text:1: unclosed action; this webhook of receiver 'r' is left out",
        "http://x/, http_config: {oauth2: {}}~0~c.yml:7: oauth2 needs client_secret or client_secret_file; this webhook of receiver 'r' is left out"
      })
  void whatAReceiverCannotDoIsToldAndTheRestWorks(String url, int more, String warning)
      throws Exception {
    NotifyConfig config = NotifyConfig.parse("c.yml", GOOD + "      - {url: " + url + "}\n");
    assertThat(config.warnings()).containsExactly(warning);
    assertThat(config.receivers.get("r").integrations()).hasSize(1 + more);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '\u0001',
      value = {
        "jira~project: P, issue_type: B~'api_url' is missing; set it or 'global: jira_api_url'",
        "jira~api_url: 'http://j/', project: P~'issue_type' is missing",
        "jira~api_url: 'http://j/', project: P, issue_type: B, api_type: x~api_type is auto, cloud or datacenter",
        "jira~api_url: 'http://j/', project: P, issue_type: B, fields: [a]~'fields' must be a mapping",
        "jira~api_url: 'http://j/', project: P, issue_type: B, reopen_duration: x~reopen_duration: 'x' is not a duration; write for example 30s, 5m or 1h30m",
        "sns~topic_arn: t, target_arn: u~give one of topic_arn, phone_number and target_arn",
        "sns~topic_arn: t, sigv4: {access_key: a}~sigv4 needs both access_key and secret_key, or none of them",
        "sns~topic_arn: t, sigv4: {regin: a}~unknown key 'regin' – did you mean 'region'?",
        "pagerduty~url: 'http://p/'~'routing_key' is missing",
        "slack~api_url: 'http://s/', update_message: true~update_message needs app_token, or an api_url that ends with /chat.postMessage",
        "slack~api_url: 'http://s/', link_names: maybe~'link_names' must be true or false, not 'maybe'",
        "email~to: a, from: b, smarthost: 'c:25', threading: {enabled: true}, headers: {References: x}~threading does not go with a header References",
        "telegram~bot_token: t, chat_id: '@team'~chat_id '@team' must be a number",
        "opsgenie~api_key: k, responders: [{name: a, type: teem}]~a responder's type is team, teams, user, escalation or schedule, not 'teem'",
        "email~to: a, from: b, smarthost: 'c:25', headers: {Subject: x, subject: y}~the header 'subject' is given twice",
        "email~to: a, from: b, smarthost: 'c:25', threading: {thread_by_date: weekly}~threading: enabled is true or false, thread_by_date is none or daily",
        "discord~webhook_url: 'http://d/', content: '{{ if }}'~template: content:1: missing value for command"
      })
  void whatAReceiverNeedsIsToldWithItsLine(String kind, String options, String message)
      throws Exception {
    NotifyConfig config =
        NotifyConfig.parse("c.yml", GOOD + "    " + kind + "_configs: [{" + options + "}]\n");
    assertThat(config.warnings())
        .containsExactly("c.yml:7: " + message + "; this " + kind + " of receiver 'r' is left out");
  }

  @Test
  void whatIsNoReceiverAtAllIsToldAndTheOthersWork() throws Exception {
    NotifyConfig config =
        NotifyConfig.parse(
            "c.yml", GOOD + "      - 5\n    slack_configs: x\n    email_configs: [~]\n");
    assertThat(config.warnings())
        .containsExactlyInAnyOrder(
            "c.yml:7: each element of 'webhook_configs' must be a mapping; this webhook of receiver"
                + " 'r' is left out",
            "c.yml:8: 'slack_configs' must be a list; this slack of receiver 'r' is left out",
            "c.yml:9: each element of 'email_configs' must be a mapping; this email of receiver 'r'"
                + " is left out");
    assertThat(config.leftOut()).isEqualTo(3);
    assertThat(config.receivers.get("r").integrations()).hasSize(1);
  }

  @Test
  void whatIsOfAlertmanagersProcessIsNoted() throws Exception {
    NotifyConfig config = NotifyConfig.parse("c.yml", GOOD + "tracing: {}\nevent_recorder: {}\n");
    assertThat(config.warnings())
        .containsExactly(
            "c.yml:7: 'tracing' is ignored: the agent traces by itself",
            "c.yml:8: 'event_recorder' is ignored: the agent's log and metrics tell what is sent");
  }

  @Test
  void whatIsWrittenForAnAlertmanagerIsReadTheSame() throws Exception {
    String yaml =
        """
        jira_configs:
          - {api_url: 'http://j/rest/api/2', project: P, issue_type: Bug, labels: [a],
             summary: {template: s, enable_update: false}, fields: {a: [{b: 1}]}}
        sns_configs: [{topic_arn: t, sigv4: {region: r, access_key: a, secret_key: s}}]
        mattermost_configs:
          - {webhook_url: 'http://m/', priority: {priority: urgent, requested_ack: true},
             attachments: [{title: t, fields: [{title: a, value: b, short: true}]}]}
        slack_configs: [{api_url: 'http://s/chat.postMessage', update_message: true}]
        telegram_configs: [{bot_token: t, chat_id_file: /chat}]
        """
            .indent(4);
    NotifyConfig config = NotifyConfig.parse("c.yml", GOOD + yaml);
    assertThat(config.warnings()).isEmpty();
    String written = config.toAlertmanagerYaml(true);
    assertThat(written).contains("requested_ack: true", "short: true", "enable_update: false");
    NotifyConfig again = NotifyConfig.parse("d.yml", written);
    assertThat(again.warnings()).isEmpty();
    assertThat(again.toAlertmanagerYaml(true)).isEqualTo(written);
    assertThat(config.toAlertmanagerYaml(false))
        .doesNotContain("secret_key: s")
        .contains("access_key: a");
  }

  @Test
  void matchersMayBeQuotedInUtf8AndWithoutQuotes() {
    List<LabelMatcher> matchers =
        MatcherParser.parse("{ foo=\"b,}r\", \"ä b\"!=\"x\\\"\", c=~ a|b , d!~\"\\d+\" }");
    assertThat(matchers.stream().map(MatcherParser::format))
        .containsExactly("foo=\"b,}r\"", "\"ä b\"!=\"x\\\"\"", "c=~\"a|b\"", "d!~\"\\\\d+\"");
    assertThat(MatcherParser.parse("{}")).isEmpty();
    for (String wrong : List.of("{a=b", "a", "=b", "a=\"b", "a=b}c\"", "a=b c=d\"", "{a=b},")) {
      assertThatThrownBy(() -> MatcherParser.parse(wrong))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void oneVariableAloneSwitchesAChannelOn() throws Exception {
    assertThat(environment(Map.of()).isActive()).isFalse();
    NotifyConfig slack = environment(Map.of("SLACK_WEBHOOK_URL", "https://h/x"));
    assertThat(slack.receiverNames()).containsExactly("none", "slack");
    NotifyConfig mail =
        environment(
            Map.of(
                "ALERT_EMAIL",
                "ops@x.org",
                "SMTP_HOST",
                "mail",
                "SMTP_PASSWORD",
                "s",
                "SMTP_USERNAME",
                "u"));
    IntegrationConfig email = mail.receivers.get("email").integrations().get(0);
    assertThat(email.texts())
        .containsEntry("smarthost", "mail:587")
        .containsEntry("to", "ops@x.org")
        .containsEntry("auth_username", "u");
    assertThat(email.toString()).doesNotContain("=s}").contains("<secret>");
  }

  private static NotifyConfig environment(Map<String, String> variables) {
    return NotifyConfig.ofEnvironment(variables, problem -> fail(problem));
  }

  @Test
  void theShortFormOfChannelsIsRead() throws Exception {
    List<String> problems = new ArrayList<>();
    NotifyConfig config =
        NotifyConfig.ofChannels(
            Map.of("SLACK_WEBHOOK_URL", "https://h/x", "SMTP_PASSWORD", "p", "PD", "k"),
            YamlReader.read(
                    "obs-agent.yaml",
                    """
                    email: {enabled: true, smtp_host: m, smtp_port: 25, username: a@b.c,
                      password_env: SMTP_PASSWORD, recipients: [x@y.z, v@w.x]}
                    slack: {webhook_url_env: SLACK_WEBHOOK_URL, channels: ['#a', '#b'], mention_users: ['@ops-team']}
                    pagerduty: {integration_key_env: PD, severity_mapping: {warning: error}}
                    webhook: {enabled: false}
                    """)
                .root(),
            problems::add);
    assertThat(problems).isEmpty();
    assertThat(config.receiverNames()).containsExactly("none", "email", "slack", "pagerduty");
    assertThat(config.receivers.get("slack").integrations()).hasSize(2);
  }

  @Test
  void eachFaultOfEachChannelIsToldWithItsLineAndTheOtherChannelsCount() throws Exception {
    List<String> problems = new ArrayList<>();
    NotifyConfig config =
        NotifyConfig.ofChannels(
            Map.of("SLACK_WEBHOOK_URL", "https://h/x"),
            YamlReader.read(
                    "my.yaml",
                    """
                    slack:
                      chanels: ['#a']
                      colour: red
                    opsgenie: {enabled: true, colour: red}
                    webhook:
                      url: ftp://h/
                    pagerduty: {integration_key: k}
                    pagerdty: {integration_key: k}
                    """)
                .root(),
            problems::add);
    assertThat(problems)
        .containsExactly(
            "my.yaml:2: unknown key 'chanels' – did you mean 'channels'?; this channel is left out",
            "my.yaml:3: unknown key 'colour'; known are channels, default_channel, enabled,"
                + " mention_users, webhook_url, webhook_url_env; this channel is left out",
            "my.yaml:4: set 'api_key' or the environment variable OPSGENIE_API_KEY; this channel is"
                + " left out",
            "my.yaml:4: unknown key 'colour'; known are api_key, api_key_env, enabled; this channel is"
                + " left out",
            "my.yaml:8: unknown key 'pagerdty'; known are email, opsgenie, pagerduty, slack, webhook",
            "my.yaml:5: url must be an http or https URL with a host; this webhook of receiver"
                + " 'webhook' is left out");
    assertThat(config.receiverNames()).containsExactly("none", "pagerduty", "webhook");
  }

  @Test
  void allThatIsWrongIsToldAtOnce() {
    assertThatThrownBy(
            () ->
                NotifyConfig.parse(
                    "c.yml",
                    """
                    global: {resolve_timeout: soon}
                    route:
                      receiver: r
                      routes:
                        - {receiver: s}
                        - {receiver: r, group_wait: 5}
                    receivers: [{name: r}]
                    inhibit_rules: [{source_matchers: ['a=b']}, {soruce: x}]
                    time_intervals: [{name: t, time_intervals: [{weekdays: [someday]}]}]
                    maintenance_windows: [{name: w}]
                    alertmanagers: [here]
                    silence: []
                    """))
        .isInstanceOfSatisfying(
            YamlException.class,
            e ->
                assertThat(e.problems())
                    .extracting(problem -> problem.substring(0, problem.indexOf(": ")))
                    .containsExactly(
                        "c.yml:1",
                        "c.yml:9",
                        "c.yml:5",
                        "c.yml:6",
                        "c.yml:8",
                        "c.yml:10",
                        "c.yml:11",
                        "c.yml:12"));
  }

  @Test
  void templatesAreReadFromFilesBesideTheConfiguration(@TempDir Path directory) throws Exception {
    Files.writeString(directory.resolve("x.tmpl"), "{{ define \"mine\" }}hi{{ end }}");
    Path file = directory.resolve("alertmanager.yml");
    Files.writeString(file, GOOD + "templates: ['*.tmpl']\n");
    assertThat(NotifyConfig.load(file).templates().defines("mine")).isTrue();
    Files.writeString(directory.resolve("y.tmpl"), "{{ nope }}");
    assertThatThrownBy(() -> NotifyConfig.load(file))
        .hasMessageContaining("alertmanager.yml:7: template: templates[1]:1: function \"nope\"");
  }

  /** Size: {@code -Dfuzz.count=1000000}. */
  @Test
  void noTextMakesAnythingButAConfigException() {
    int count = Integer.getInteger("fuzz.count", 10_000);
    String full =
        GOOD
            + "inhibit_rules: [{source_matchers: [a=b], equal: [x]}]\n"
            + "time_intervals: [{name: t, time_intervals: [{weekdays: [monday]}]}]\n";
    String noise = "{}[]:-,'\"&*!|>#%@\n \tax10=~.é\0";
    Random random = new Random(7);
    int valid = 0;
    for (int i = 0; i < count; i++) {
      StringBuilder text = new StringBuilder(full);
      for (int change = random.nextInt(4); change >= 0; change--) {
        int at = random.nextInt(text.length());
        switch (random.nextInt(3)) {
          case 0 -> text.deleteCharAt(at);
          case 1 -> text.insert(at, noise.charAt(random.nextInt(noise.length())));
          default -> text.insert(at, text.substring(at, Math.min(text.length(), at + 30)));
        }
      }
      try {
        NotifyConfig.parse("fuzz", text.toString());
        valid++;
      } catch (YamlException e) {
        assertThat(e.getMessage()).startsWith("fuzz:");
      } catch (RuntimeException e) {
        throw new AssertionError("for " + text, e);
      }
    }
    assertThat(valid).isGreaterThan(count / 100);
  }

  @Test
  void theWatchdogGoesToAChannelOnlyByName() throws YamlException {
    NotifyConfig config = environment(Map.of("SLACK_WEBHOOK_URL", "https://h/x"));
    assertThat(receivers(config, "alertname", "Watchdog")).containsExactly("none");
    assertThat(receivers(config, "alertname", "Watchdog", "channels", "slack"))
        .containsExactly("slack");
    assertThat(receivers(config, "alertname", "Hot")).containsExactly("slack");
    assertThat(receivers(config, "alertname", "Hot", "channels", "email")).containsExactly("none");
  }

  private static List<String> receivers(NotifyConfig config, String... labels) {
    return config.route.match(Labels.of(labels)).stream().map(Route::receiver).toList();
  }

  @Test
  void aliasesThatUnfoldToMillionsAreRefused() {
    StringBuilder yaml = new StringBuilder("x0: &x0 {receiver: r}\n");
    for (int i = 1; i < 12; i++) {
      yaml.append("x").append(i).append(": &x").append(i).append(" {receiver: r, routes: [");
      yaml.append(("*x" + (i - 1) + ",").repeat(9)).append("]}\n");
    }
    yaml.append("receivers: [{name: r}]\nroute: *x11\n");
    assertThatThrownBy(() -> NotifyConfig.parse("bomb.yml", yaml.toString()))
        .isInstanceOf(YamlException.class);
  }
}
