// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.span;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import org.junit.jupiter.api.Test;

class ErrorEventsTest {
  @Test
  void messagesOfAThrowableAndItsCausesHaveNoSecrets() {
    Exception cause = new IllegalArgumentException("card 4111 1111 1111 1111 is refused");
    Attributes event =
        ErrorEvents.describe(new IllegalStateException("no login, password=hunter2", cause));

    assertThat(text(event, "message")).isEqualTo("no login, password=[redacted]");
    assertThat(text(event, "stacktrace"))
        .startsWith("java.lang.IllegalStateException: no login, password=[redacted]\n\tat ")
        .contains(
            "Caused by: java.lang.IllegalArgumentException: card [redacted card] is refused\n")
        .doesNotContain("hunter2", "4111");
  }

  @Test
  void aSecretAtTheBoundIsNotHalfSeen() {
    Attributes event =
        ErrorEvents.describe(new IllegalStateException("x".repeat(1_010) + " token=abcdef123456"));

    assertThat(text(event, "message")).hasSize(1_024).endsWith("x token=[redact");
  }

  private static String text(Attributes event, String name) {
    return String.valueOf(event.get(AttributeKey.stringKey("exception." + name)));
  }
}
