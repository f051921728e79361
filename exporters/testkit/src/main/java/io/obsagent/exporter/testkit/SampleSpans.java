// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.testkit;

import static io.obsagent.exporter.testkit.TestSpan.EPOCH_NANOS;

import io.obsagent.spi.export.FinishedSpan;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceState;
import java.util.ArrayList;
import java.util.List;

/** Spans that every exporter has to get across. */
public final class SampleSpans {
  /** Of the spans of {@link #full}. */
  public static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";

  private SampleSpans() {}

  /** One span with everything that a span can have. */
  public static TestSpan full() {
    return TestSpan.named("POST /orders/{id} – ü€😀")
        .context(TestSpan.context(TRACE_ID, "b7ad6b7169203331"))
        .parent(
            TestSpan.remoteContext(
                TRACE_ID,
                "f0f1f2f3f4f5f6f7",
                TraceState.builder().put("b", "2").put("a", "1").build()))
        .kind(SpanKind.SERVER)
        .times(EPOCH_NANOS + 1_234_567, EPOCH_NANOS + 9_876_543_210L)
        .status(StatusCode.ERROR, "out of stock")
        .with("http.request.method", "POST")
        .with("http.response.status_code", 500)
        .with(AttributeKey.booleanKey("retried"), true)
        .with(AttributeKey.doubleKey("ratio"), -0.25)
        .with(AttributeKey.stringArrayKey("names"), List.of("a\"b", "c"))
        .with(AttributeKey.longArrayKey("numbers"), List.of(1L, -2L))
        .with("long.text", "x".repeat(20_000))
        .event(
            "exception",
            EPOCH_NANOS + 5_000_000,
            Attributes.of(
                AttributeKey.stringKey("exception.type"),
                "java.lang.IllegalStateException",
                AttributeKey.longKey("attempt"),
                3L))
        .link(TestSpan.context("11111111111111112222222222222222", "3333333333333333"))
        .scope("io.obsagent.servlet")
        .droppedAttributes(2);
  }

  /** The spans of one request to a shop: server, JDBC, two Redis commands, AI, outgoing HTTP. */
  public static List<FinishedSpan> shopRequest() {
    List<FinishedSpan> spans = new ArrayList<>();
    var parent = TestSpan.context(TRACE_ID, "b7ad6b7169203331");
    spans.add(
        TestSpan.named("SELECT products")
            .context(TestSpan.context(TRACE_ID, "00f067aa0ba902b7"))
            .parent(parent)
            .kind(SpanKind.CLIENT)
            .scope("io.obsagent.jdbc")
            .with("db.system.name", "h2database")
            .with("db.namespace", "shop")
            .with("db.query.text", "SELECT id, name, price FROM products WHERE id = ?")
            .with("db.query.summary", "SELECT products")
            .with("db.operation.name", "SELECT")
            .with("db.collection.name", "products")
            .with("server.address", "localhost"));
    for (String command : new String[] {"GET", "SET"}) {
      spans.add(
          TestSpan.named(command)
              .context(TestSpan.context(TRACE_ID, "00f067aa0ba902b8"))
              .parent(parent)
              .kind(SpanKind.CLIENT)
              .scope("io.obsagent.jedis")
              .with("db.system.name", "redis")
              .with("db.operation.name", command)
              .with("db.query.text", command + " ?")
              .with("server.address", "localhost")
              .with("server.port", 6379));
    }
    spans.add(
        TestSpan.named("POST")
            .context(TestSpan.context(TRACE_ID, "00f067aa0ba902b9"))
            .parent(parent)
            .kind(SpanKind.CLIENT)
            .scope("io.obsagent.okhttp")
            .with("http.request.method", "POST")
            .with("url.full", "http://localhost:8089/v1/chat/completions")
            .with("http.response.status_code", 200)
            .with("server.address", "localhost")
            .with("server.port", 8089));
    spans.add(
        TestSpan.named("chat gpt-4o-mini")
            .context(TestSpan.context(TRACE_ID, "00f067aa0ba902ba"))
            .parent(parent)
            .kind(SpanKind.CLIENT)
            .scope("io.obsagent.openai")
            .with("gen_ai.operation.name", "chat")
            .with("gen_ai.provider.name", "openai")
            .with("gen_ai.request.model", "gpt-4o-mini")
            .with("gen_ai.response.model", "gpt-4o-mini-2024-07-18")
            .with("gen_ai.response.id", "chatcmpl-9J2n4Ww1")
            .with(AttributeKey.stringArrayKey("gen_ai.response.finish_reasons"), List.of("stop"))
            .with("gen_ai.usage.input_tokens", 57)
            .with("gen_ai.usage.output_tokens", 17));
    spans.add(
        TestSpan.named("POST /checkout/{id}")
            .context(parent)
            .kind(SpanKind.SERVER)
            .scope("io.obsagent.servlet")
            .with("http.request.method", "POST")
            .with("http.route", "/checkout/{id}")
            .with("http.response.status_code", 200)
            .with("url.path", "/checkout/17")
            .with("url.scheme", "http")
            .with("client.address", "127.0.0.1")
            .with("network.protocol.version", "1.1")
            .with("user_agent.original", "curl/8.5.0")
            .with("correlation.id", "c0ffee00c0ffee00c0ffee00c0ffee00"));
    return spans;
  }
}
