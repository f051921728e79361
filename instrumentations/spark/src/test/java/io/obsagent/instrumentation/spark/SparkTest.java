// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(AgentExtension.class)
class SparkTest {
  private static Shop shop;

  @BeforeAll
  static void start() throws Exception {
    shop = new Shop();
  }

  @AfterAll
  static void stop() {
    shop.close();
  }

  private static RecordedSpan theSpan() {
    return Recorded.awaitSpans(1).get(0);
  }

  @Test
  void thePathOfTheRouteIsTheRouteAndNotThatOfWhatRunsBefore() throws Exception {
    assertThat(shop.get("/products/12")).isEqualTo("200 12");

    assertThat(theSpan().name()).isEqualTo("GET /products/:id");
    assertThat(
            Recorded.metric(
                "http_requests_total{method=\"GET\",route=\"/products/:id\",status_code=\"200\"}"))
        .isPositive();
  }

  @Test
  void anExceptionIsToldWhetherTheApplicationHandlesItOrNot() throws Exception {
    assertThat(shop.get("/broken/12")).startsWith("500 ");
    assertThat(shop.get("/handled/503")).isEqualTo("503 sorry");

    var spans = Recorded.awaitSpans(2);
    assertThat(spans.get(0).name()).isEqualTo("GET /broken/:id");
    assertThat(spans.get(0).attribute("error.type")).isEqualTo("java.lang.IllegalStateException");
    assertThat(spans.get(1).name()).isEqualTo("GET /handled/:status");
    assertThat(spans.get(1).attribute("error.type"))
        .isEqualTo("java.lang.UnsupportedOperationException");
  }

  @Test
  void anExceptionThatBecomesAnAnswerForTheClientIsNoError() throws Exception {
    assertThat(shop.get("/handled/404")).isEqualTo("404 sorry");

    assertThat(theSpan().attribute("error.type")).isNull();
  }

  @Test
  void theRouteOfAGroupBeginsWithThePathOfThat() throws Exception {
    assertThat(shop.get("/group/12")).isEqualTo("200 in a group");

    assertThat(theSpan().name()).isEqualTo("GET /group/:id");
  }

  @Test
  void whatNobodyServesHasNoRoute() throws Exception {
    assertThat(shop.get("/nowhere/12")).startsWith("404 ");

    RecordedSpan span = theSpan();
    assertThat(span.name()).isEqualTo("GET");
    assertThat(span.attribute("error.type")).isNull();
  }
}
