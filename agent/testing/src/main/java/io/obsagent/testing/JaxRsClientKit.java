// SPDX-License-Identifier: Apache-2.0
package io.obsagent.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.BinaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What holds for the clients of every implementation of JAX-RS, of {@code javax} or {@code
 * jakarta}, above a library that is instrumented, too.
 */
@ExtendWith(AgentExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class JaxRsClientKit {
  private final HttpTarget target = new HttpTarget();
  private BinaryOperator<String> calls;

  @BeforeAll
  void makeClient() throws Exception {
    calls = calls();
  }

  @AfterAll
  void stopTarget() {
    target.close();
  }

  /** {@link JaxRsClientCalls} of the name space that is there. */
  @SuppressWarnings("unchecked") // it is one in both
  public static BinaryOperator<String> calls() throws Exception {
    return (BinaryOperator<String>)
        Twin.of("JaxRsClientCalls").get(0).getDeclaredConstructor().newInstance();
  }

  private RecordedSpan spanOf(String way) {
    Recorded.clear();
    assertThat(calls.apply(target.uri("").toString(), way)).isEqualTo("203");
    return Recorded.awaitSpans(1).get(0);
  }

  @Test
  void aRequestIsNamedByTheTemplateOfItsTarget() {
    assertNamed("once", "/status/{code}", "/status/203");
    assertNamed("with a query", "/status/{code}", "/status/203?q=1");
    assertNamed("bit by bit", "/{what}/{code}", "/status/203");
    assertNamed("by a builder", "/{what}/203", "/status/203");
    assertNamed("by a URI", "/{what}/{code}", "/status/203");
    assertNamed("by a map", "/{what}/{code}", "/status/203");
    assertNamed("on another thread", "/status/{code}", "/status/203");
  }

  private void assertNamed(String way, String template, String url) {
    RecordedSpan span = spanOf(way);

    assertThat(span.attribute("url.template")).as(way).isEqualTo(template);
    assertThat(span.name()).as(way).isEqualTo("GET " + template);
    assertThat(span.attribute("url.full")).as(way).isEqualTo(target.uri(url).toString());
  }

  @Test
  void aRequestToAUrlThatIsNoTemplateHasNone() {
    for (String way :
        new String[] {"without a template", "with a whole URI", "with another path"}) {
      RecordedSpan span = spanOf(way);

      assertThat(span.attribute("url.template")).as(way).isNull();
      assertThat(span.name()).as(way).isEqualTo("GET");
    }
  }
}
