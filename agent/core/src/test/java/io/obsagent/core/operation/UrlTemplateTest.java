// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.spi.telemetry.UrlTemplate;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UrlTemplateTest {
  private static @Nullable String taken(String template, String url) {
    try (Scope ignored = UrlTemplate.enter(template)) {
      return UrlTemplate.take(Context.current(), url);
    }
  }

  @Test
  void aTemplateIsToldAsAPath() {
    assertThat(taken("/users/{id}", "http://a/api/users/7")).isEqualTo("/users/{id}");
    assertThat(taken("http://a/users/{id}?q={q}", "http://a/users/7?q=x")).isEqualTo("/users/{id}");
    assertThat(taken("{base}/users/{id}", "http://a/users/7")).isEqualTo("{base}/users/{id}");
    assertThat(taken("users/{id}", "http://a/users/7")).isEqualTo("/users/{id}");
    assertThat(taken("http://a", "http://a")).isEqualTo("/");
    assertThat(taken("http://a?q={q}", "http://a?q=1")).isEqualTo("/");
    assertThat(taken("/users#top", "http://a/users#top")).isEqualTo("/users");
  }

  @Test
  void anExpressionMayHaveBracesAndQuestionMarks() {
    assertThat(taken("/users/{id:[0-9]{3}?}/name", "http://a/users/123/name"))
        .isEqualTo("/users/{id:[0-9]{3}?}/name");
    assertThat(taken("/users/{id", "http://a/users/123")).isEqualTo("/users/{id");
  }

  @Test
  void aTemplateOfAnotherRequestIsNotTaken() {
    try (Scope ignored = UrlTemplate.enter("/users/{id}/name")) {
      assertThat(UrlTemplate.take(Context.current(), "http://a/token")).isNull();
      assertThat(UrlTemplate.take(Context.current(), "http://a/users/7")).isNull();
      assertThat(UrlTemplate.take(Context.current(), "http://a/users/7/name"))
          .isEqualTo("/users/{id}/name");
    }
  }

  @Test
  void itIsForOneRequest() {
    try (Scope ignored = UrlTemplate.enter("/users/{id}")) {
      assertThat(UrlTemplate.take(Context.current(), "http://a/users/7")).isNotNull();
      assertThat(UrlTemplate.take(Context.current(), "http://a/users/8")).isNull();
    }
  }

  @Test
  void withoutATemplateThereIsNone() {
    assertThat(UrlTemplate.enter(null)).isNull();
    assertThat(UrlTemplate.enter("")).isNull();
    assertThat(UrlTemplate.take(Context.root(), "http://a/users/7")).isNull();
  }
}
