// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.receivers;

import io.obsagent.insight.alerting.config.HttpTarget;
import io.obsagent.insight.alerting.config.IntegrationConfig;
import io.obsagent.insight.alerting.config.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Publishes to Amazon SNS: to a topic, a phone or an end point of mobile pushes.
 *
 * @param clock for signatures, which hold for some minutes
 * @see <a href="https://docs.aws.amazon.com/sns/latest/api/API_Publish.html">API</a>
 */
record SnsIntegration(
    IntegrationConfig config,
    Renderer renderer,
    HttpSender sender,
    AwsCredentials.Environment environment,
    InstantSource clock)
    implements Integration {
  private static final int MAX_BYTES = 256 << 10;
  private static final int MAX_SMS = 1_600;

  @Override
  public void send(Notification notification) throws DeliveryException {
    AwsCredentials credentials = credentials();
    Map<String, String> parameters = parameters(notification);
    StringBuilder form = new StringBuilder("Action=Publish&Version=2010-03-31");
    parameters.forEach(
        (name, value) ->
            form.append('&').append(name).append('=').append(AwsSignature.encode(value)));
    URI url = url(credentials.region(), notification);
    Map<String, String> headers =
        AwsSignature.post(url, form.toString(), "sns", credentials, clock.instant());
    HttpSender.Answer answer =
        sender.send("POST", Secret.of(url.toString()), form.toString(), headers);
    HttpSender.check(answer, answer.body().contains("Throttl"));
  }

  private AwsCredentials credentials() throws DeliveryException {
    AwsCredentials own = AwsCredentials.of(config, environment);
    Map<String, String> sigv4 = config.map("sigv4");
    String role = sigv4.getOrDefault("role_arn", "");
    return role.isEmpty()
        ? own
        : new AwsRole(role, sigv4.getOrDefault("external_id", ""), environment)
            .assume(own, sender, clock.instant());
  }

  private URI url(String region, Notification notification) throws DeliveryException {
    String own = renderer.text(config.text("api_url", ""), notification);
    if (own.isEmpty()) {
      return URI.create(environment.endpoint("sns", region));
    }
    if (!HttpTarget.isUrl(own) || URI.create(own).getRawQuery() != null) {
      throw new DeliveryException("api_url must be an http or https URL without a query", false);
    }
    return URI.create(own);
  }

  private Map<String, String> parameters(Notification notification) throws DeliveryException {
    Map<String, String> parameters = new LinkedHashMap<>();
    String topic = text("topic_arn", notification);
    put(parameters, "TopicArn", topic);
    put(parameters, "TargetArn", text("target_arn", notification));
    String phone = text("phone_number", notification);
    put(parameters, "PhoneNumber", phone);
    put(parameters, "Subject", subject(renderer.text(byDefault("subject"), notification)));
    String whole = renderer.text(byDefault("message"), notification);
    String message = phone.isEmpty() ? cutToBytes(whole, MAX_BYTES) : Renderer.cut(whole, MAX_SMS);
    parameters.put("Message", message.isEmpty() ? " " : message);
    if (topic.endsWith(".fifo")) {
      // Another attempt is the same message, the end of the alerts is another one.
      parameters.put("MessageGroupId", notification.keyHash());
      String content = notification.keyHash() + message;
      parameters.put("MessageDeduplicationId", Notification.sha256(content));
    }
    Map<String, String> attributes = new LinkedHashMap<>();
    for (Map.Entry<String, String> attribute : config.map("attributes").entrySet()) {
      attributes.put(
          renderer.text(attribute.getKey(), notification),
          renderer.text(attribute.getValue(), notification));
    }
    if (!message.equals(whole)) {
      attributes.put("truncated", "true");
    }
    int number = 0;
    for (Map.Entry<String, String> attribute : attributes.entrySet()) {
      String entry = "MessageAttributes.entry." + ++number + ".";
      parameters.put(entry + "Name", attribute.getKey());
      parameters.put(entry + "Value.DataType", "String");
      parameters.put(entry + "Value.StringValue", attribute.getValue());
    }
    return parameters;
  }

  /** Of ASCII, in one line and shorter than 100 characters, or SNS refuses all. */
  private static String subject(String text) {
    String line = text.replaceAll("\\s+", " ").replaceAll("[^ -~]", "?").strip();
    return line.substring(0, Math.min(line.length(), 99));
  }

  private static String cutToBytes(String text, int max) {
    String cut = text;
    while (cut.getBytes(StandardCharsets.UTF_8).length > max) {
      cut = Renderer.cut(cut, Math.max(max / 4, cut.codePointCount(0, cut.length()) * 3 / 4));
    }
    return cut;
  }

  private static void put(Map<String, String> parameters, String name, String value) {
    if (!value.isEmpty()) {
      parameters.put(name, value);
    }
  }

  private String text(String key, Notification notification) throws DeliveryException {
    return renderer.text(config.text(key, ""), notification);
  }

  private String byDefault(String key) {
    return config.text(key, "{{ template \"sns.default." + key + "\" . }}");
  }
}
