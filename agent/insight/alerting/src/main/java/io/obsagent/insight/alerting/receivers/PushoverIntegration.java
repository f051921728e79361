// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.receivers;

import io.obsagent.insight.alerting.config.IntegrationConfig;
import io.obsagent.insight.alerting.config.Secret;
import io.obsagent.insight.promql.PromDuration;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Pushover's messages. The parameters go in the body, so that no proxy logs the secrets among them.
 *
 * @param url where messages are taken
 * @see <a href="https://pushover.net/api">API</a>
 */
record PushoverIntegration(
    IntegrationConfig config, Renderer renderer, HttpSender sender, String url)
    implements Integration {
  static final String URL = "https://api.pushover.net/1/messages.json";
  private static final int MAX_TITLE = 250;
  private static final int MAX_MESSAGE = 1_024;
  private static final int MAX_LINK = 512;

  @Override
  public void send(Notification notification) throws DeliveryException {
    StringBuilder form = new StringBuilder();
    parameters(notification)
        .forEach(
            (name, value) ->
                form.append(form.length() == 0 ? "" : "&")
                    .append(name)
                    .append('=')
                    .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
    HttpSender.check(
        sender.send(
            "POST",
            Secret.of(url),
            form.toString(),
            Map.of("Content-Type", "application/x-www-form-urlencoded")));
  }

  private Map<String, String> parameters(Notification notification) throws DeliveryException {
    Map<String, String> form = new LinkedHashMap<>();
    for (String key : new String[] {"token", "user_key"}) {
      String value = Integrations.read(Integrations.required(config, key), key);
      form.put(key.equals("token") ? key : "user", renderer.text(value, notification));
    }
    String title = text("title", "{{ template \"pushover.default.title\" . }}", notification);
    form.put("title", Renderer.cut(title, MAX_TITLE));
    String template = config.text("message", "{{ template \"pushover.default.message\" . }}");
    boolean html = config.flag("html", false);
    if (html) {
      form.put("html", "1");
    } else if (config.flag("monospace", false)) {
      form.put("monospace", "1");
    }
    String message =
        html ? renderer.html(template, notification) : renderer.text(template, notification);
    message = Renderer.cut(message, MAX_MESSAGE).strip();
    form.put("message", message.isEmpty() ? "(no details)" : message);
    String link = text("url", "{{ template \"pushover.default.url\" . }}", notification);
    form.put("url", Renderer.cut(link, MAX_LINK));
    form.put("url_title", text("url_title", "", notification));
    String priority = "{{ if eq .Status \"firing\" }}2{{ else }}0{{ end }}";
    form.put("priority", text("priority", priority, notification));
    form.put("retry", seconds("retry", "1m"));
    form.put("expire", seconds("expire", "1h"));
    form.put("device", text("device", "", notification));
    form.put("sound", text("sound", "", notification));
    if (!seconds("ttl", "0s").equals("0")) {
      form.put("ttl", seconds("ttl", "0s"));
    }
    return form;
  }

  private String seconds(String key, String otherwise) {
    return Long.toString(PromDuration.parse(config.text(key, otherwise)).toSeconds());
  }

  private String text(String key, String otherwise, Notification notification)
      throws DeliveryException {
    return renderer.text(config.text(key, otherwise), notification);
  }
}
