// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.events.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.spi.http.Request;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** With examples that others have published or computed. */
class SchemeTest {
  private static Request request(String body, String... headers) {
    Map<String, List<String>> map = new HashMap<>();
    for (int i = 0; i < headers.length; i += 2) {
      map.put(headers[i].toLowerCase(Locale.ROOT), List.of(headers[i + 1]));
    }
    return new Request("POST", "/", Map.of(), map, Map.of(), body.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void gitHubsExampleIsRight() {
    Scheme scheme = new Scheme.Hmac("X-Hub-Signature-256", "sha256=");
    String digest = "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
    String secret = "It's a Secret to Everybody";
    Request right = request("Hello, World!", "X-Hub-Signature-256", "sha256=" + digest);
    assertThat(scheme.isSigned(right, secret, 0)).isTrue();
    assertThat(scheme.isSigned(right, secret + '!', 0)).isFalse();
    assertThat(
            scheme.isSigned(
                request("Hello, World?", "X-Hub-Signature-256", "sha256=" + digest), secret, 0))
        .isFalse();
    assertThat(scheme.isSigned(request("Hello, World!"), secret, 0)).isFalse();
    assertThat(
            scheme.isSigned(
                request("Hello, World!", "X-Hub-Signature-256", "sha1=" + digest), secret, 0))
        .isFalse();
    assertThat(
            scheme.isSigned(request("Hello, World!", "X-Hub-Signature-256", "sha256="), secret, 0))
        .isFalse();
  }

  @Test
  void oneOfSeveralSignaturesCounts() {
    Scheme scheme = new Scheme.Hmac("X-PagerDuty-Signature", "v1=");
    String right = "v1=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
    Request request =
        request("Hello, World!", "X-PagerDuty-Signature", "v1=" + "0".repeat(64) + ", " + right);
    assertThat(scheme.isSigned(request, "It's a Secret to Everybody", 0)).isTrue();
  }

  @Test
  void aStandardWebhookHoldsForFiveMinutes() {
    Request request =
        request(
            "{\"test\": 2432232314}",
            "webhook-id",
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            "webhook-timestamp",
            "1614265330",
            "webhook-signature",
            "v1,other v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    String secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    long sent = 1_614_265_330_000L;
    Scheme scheme = new Scheme.Bearer();
    assertThat(scheme.isSigned(request, secret, sent)).isTrue();
    assertThat(scheme.isSigned(request, secret, sent + 300_000)).isTrue();
    assertThat(scheme.isSigned(request, secret, sent + 300_001)).isFalse();
    assertThat(scheme.isSigned(request, secret, sent - 300_001)).isFalse();
    assertThat(scheme.isSigned(request, "whsec_another+secret+here+", sent)).isFalse();
  }

  @Test
  void aTokenComesAsBearerOrAsPassword() {
    Scheme scheme = new Scheme.Bearer();
    String basic =
        Base64.getEncoder().encodeToString("user:s3cret:colon".getBytes(StandardCharsets.UTF_8));
    assertThat(scheme.isSigned(request("", "Authorization", "bearer s3cret"), "s3cret", 0))
        .isTrue();
    assertThat(scheme.isSigned(request("", "Authorization", "Basic " + basic), "s3cret:colon", 0))
        .isTrue();
    for (String wrong : List.of("Bearer s3cre", "Basic !!", "Basic dXNlcg==", "s3cret", "Basic ")) {
      assertThat(scheme.isSigned(request("", "Authorization", wrong), "s3cret", 0))
          .as(wrong)
          .isFalse();
    }
    assertThat(scheme.isSigned(request(""), "s3cret", 0)).isFalse();
    Scheme token = new Scheme.Token("X-Gitlab-Token");
    assertThat(token.isSigned(request("", "X-Gitlab-Token", "s3cret"), "s3cret", 0)).isTrue();
    assertThat(token.isSigned(request("", "X-Gitlab-Token", "S3cret"), "s3cret", 0)).isFalse();
  }
}
