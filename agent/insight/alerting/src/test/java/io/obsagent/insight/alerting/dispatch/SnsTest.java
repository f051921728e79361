// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.insight.alerting.receivers.Notification;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.signer.Aws4Signer;
import software.amazon.awssdk.auth.signer.params.Aws4SignerParams;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.regions.Region;

/** What SNS is sent; AWS' own SDK signs the same for the comparison. */
class SnsTest {
  private static final String KEYS =
      "sigv4: {region: eu-central-1, access_key: AKIDEXAMPLE, secret_key: 'wJalr/K7MDENG+b'}";

  private HttpReceiver http;

  @BeforeEach
  void open() throws Exception {
    http = new HttpReceiver();
  }

  @AfterEach
  void close() {
    http.close();
  }

  private Map<String, String> publish(String path, String options) throws Exception {
    String yaml =
        """
        route: {receiver: r, group_by: [alertname], group_wait: 0s}
        receivers:
          - name: r
            sns_configs:
              - {api_url: '%s', %s, %s}
        """
            .formatted(http.url(path), KEYS, options);
    try (Timeline time = new Timeline(yaml)) {
      time.fire("alertname", "Übel", "job", "a&b=c").pass(Duration.ofSeconds(1));
      assertThat(http.requests).as(() -> time.notifier.test("r").toString()).isNotEmpty();
    }
    Map<String, String> form = new TreeMap<>();
    for (String pair : http.requests.get(0).body().split("&")) {
      String[] parts = pair.split("=", 2);
      form.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return form;
  }

  /** The signature that AWS' SDK gives the request as it arrived. */
  @SuppressWarnings("deprecation")
  private String expected(HttpReceiver.Request request) {
    Instant time =
        DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'")
            .withZone(ZoneOffset.UTC)
            .parse(request.headers().getFirst("X-Amz-Date"), Instant::from);
    SdkHttpFullRequest unsigned =
        SdkHttpFullRequest.builder()
            .method(SdkHttpMethod.POST)
            .uri(URI.create(http.url(request.path())))
            .putHeader("Content-Type", request.headers().getFirst("Content-Type"))
            .contentStreamProvider(
                () ->
                    new java.io.ByteArrayInputStream(
                        request.body().getBytes(StandardCharsets.UTF_8)))
            .build();
    Aws4SignerParams params =
        Aws4SignerParams.builder()
            .awsCredentials(AwsBasicCredentials.create("AKIDEXAMPLE", "wJalr/K7MDENG+b"))
            .signingName("sns")
            .signingRegion(Region.EU_CENTRAL_1)
            .signingClockOverride(Clock.fixed(time, ZoneOffset.UTC))
            .build();
    return Aws4Signer.create()
        .sign(unsigned, params)
        .firstMatchingHeader("Authorization")
        .orElseThrow();
  }

  @Test
  void aTopicGetsWhatAwsItselfWouldHaveSigned() throws Exception {
    Map<String, String> form =
        publish(
            "/",
            "topic_arn: 'arn:aws:sns:eu-central-1:1:t', message: 'm * ~ é', subject: 'Ü\tb',"
                + " attributes: {severity: '{{ .CommonLabels.job }}'}");
    assertThat(form)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "Action", "Publish",
                "Version", "2010-03-31",
                "TopicArn", "arn:aws:sns:eu-central-1:1:t",
                "Subject", "? b",
                "Message", "m * ~ é",
                "MessageAttributes.entry.1.Name", "severity",
                "MessageAttributes.entry.1.Value.DataType", "String",
                "MessageAttributes.entry.1.Value.StringValue", "a&b=c"));
    HttpReceiver.Request request = http.requests.get(0);
    assertThat(request.authorization()).isEqualTo(expected(request));
  }

  @Test
  void aPathOfTheEndPointIsSignedToo() throws Exception {
    publish("/a%20b/c", "phone_number: '+491', message: m");
    HttpReceiver.Request request = http.requests.get(0);
    assertThat(request.authorization()).isEqualTo(expected(request));
  }

  @Test
  void amessageForAPhoneIsCutAndSaysSo() throws Exception {
    Map<String, String> form =
        publish("/", "phone_number: '+491', message: '" + "x".repeat(1_700) + "'");
    assertThat(form.get("Message")).hasSize(1_600);
    assertThat(form).containsEntry("MessageAttributes.entry.1.Name", "truncated");
  }

  @Test
  void aMessageIsNoLongerThanSnsTakes() throws Exception {
    Map<String, String> form =
        publish("/", "target_arn: 'arn:x', message: '" + "é".repeat(140_000) + "'");
    assertThat(form.get("Message").getBytes(StandardCharsets.UTF_8))
        .hasSizeBetween(100 << 10, 256 << 10);
    assertThat(form).containsEntry("TargetArn", "arn:x");
  }

  @Test
  void anOrderedTopicKnowsAttemptsOfOneMessage() throws Exception {
    Map<String, String> form = publish("/", "topic_arn: 'arn:t.fifo', message: m");
    String group = Notification.sha256("{}:{alertname=\"Übel\"}");
    assertThat(form)
        .containsEntry("MessageGroupId", group)
        .containsEntry("MessageDeduplicationId", Notification.sha256(group + "m"));
  }

  @Test
  void whoComesTooOftenComesAgainLater() throws Exception {
    http.status = 400;
    http.answer = "<ErrorResponse><Error><Code>Throttling</Code></Error></ErrorResponse>";
    String yaml =
        """
        route: {receiver: r, group_by: [alertname], group_wait: 0s}
        receivers:
          - name: r
            sns_configs: [{api_url: '%s', %s, topic_arn: t}]
        """
            .formatted(http.url("/"), KEYS);
    try (Timeline time = new Timeline(yaml)) {
      time.fire("alertname", "A").pass(Duration.ofSeconds(1));
      http.status = 200;
      time.pass(Duration.ofMinutes(1));
    }
    assertThat(http.requests).hasSizeGreaterThan(1);
    assertThat(http.requests.get(0).body()).isEqualTo(http.requests.get(1).body());
  }
}
