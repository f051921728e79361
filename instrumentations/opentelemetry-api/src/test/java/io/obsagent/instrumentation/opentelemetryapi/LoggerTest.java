// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.opentelemetryapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import java.lang.reflect.Method;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** By reflection, as the API that tests are compiled with has no loggers. */
@ExtendWith(AgentExtension.class)
class LoggerTest {
  @BeforeEach
  void loggersAreThere() {
    int minor = Integer.parseInt(System.getProperty("library.version").split("\\.")[1]);
    assumeTrue(minor >= 31, "the API has no loggers before 1.27");
  }

  private static Object call(Object on, String name, Object... arguments) throws Exception {
    for (Method method : on.getClass().getMethods()) {
      if (method.getName().equals(name) && fits(method.getParameterTypes(), arguments)) {
        method.setAccessible(true);
        return method.invoke(on, arguments);
      }
    }
    throw new AssertionError("no method " + name + " in " + on.getClass());
  }

  private static boolean fits(Class<?>[] types, Object[] arguments) {
    for (int i = 0; i < types.length && types.length == arguments.length; i++) {
      if (!types[i].isInstance(arguments[i])) {
        return false;
      }
    }
    return types.length == arguments.length;
  }

  private static Object record() throws Exception {
    Object provider =
        Class.forName("io.opentelemetry.api.OpenTelemetry")
            .getMethod("getLogsBridge")
            .invoke(GlobalOpenTelemetry.get());
    Method get =
        Class.forName("io.opentelemetry.api.logs.LoggerProvider").getMethod("get", String.class);
    Object logger = get.invoke(provider, "com.acme.shop");
    return Class.forName("io.opentelemetry.api.logs.Logger")
        .getMethod("logRecordBuilder")
        .invoke(logger);
  }

  @Test
  void aRecordIsAnEventOfTheCurrentSpan() throws Exception {
    Span span = GlobalOpenTelemetry.getTracer("t").spanBuilder("work").startSpan();
    try (Scope scope = span.makeCurrent()) {
      assertThat(scope).isNotNull();
      Object record = record();
      assertThat(call(record, "setBody", "stock is low")).isSameAs(record);
      call(record, "setSeverityText", "WARN");
      call(record, "setAttribute", AttributeKey.longKey("left"), 3L);
      call(record, "setAllAttributes", Attributes.of(AttributeKey.stringKey("sku"), "a1"));
      call(record, "emit");
    } finally {
      span.end();
    }
    RecordedSpan recorded = Recorded.awaitSpans(1).get(0);
    assertThat(recorded.events()).hasSize(1);
    assertThat(recorded.events().toString())
        .contains("log", "stock is low", "WARN", "left", "3", "sku", "a1");
  }

  @Test
  void aNamedOneIsAnEventOfTheBusiness() throws Exception {
    Double before = Recorded.metric("business_events_total{event=\"order.placed\"}");
    Object record = record();
    call(record, "setAttribute", AttributeKey.stringKey("event.name"), "order.placed");
    call(record, "emit");
    assertThat(Recorded.metric("business_events_total{event=\"order.placed\"}"))
        .isEqualTo((before == null ? 0 : before) + 1);
  }
}
