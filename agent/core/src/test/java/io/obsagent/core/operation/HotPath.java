// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import io.obsagent.core.testing.Fixture;
import io.obsagent.core.testing.Fixture.Request;
import io.obsagent.core.testing.MapConfig;
import io.obsagent.spi.telemetry.DbOperation;
import io.obsagent.spi.telemetry.GenAiOperation;
import io.obsagent.spi.telemetry.GenAiUsage;
import io.obsagent.spi.telemetry.HeaderSetter;
import io.obsagent.spi.telemetry.HttpClientOperation;
import io.obsagent.spi.telemetry.HttpServerOperation;
import io.obsagent.spi.telemetry.RouteSource;
import io.obsagent.spi.telemetry.SqlDialect;
import io.obsagent.spi.telemetry.Work;
import io.obsagent.spi.telemetry.WorkKind;
import io.obsagent.spi.telemetry.WorkOperation;
import io.opentelemetry.api.trace.SpanKind;
import java.util.List;

/** The work of one operation of each kind, and of a whole request, as advice asks for it. */
final class HotPath {
  private static final String ID = "0af7651916cd43dd8448eb211c80319c";
  private static final GenAiUsage USAGE = new GenAiUsage(12, 30, 4, -1, 0);

  private static final Work JOB = Work.of(WorkKind.register("test-hot", SpanKind.INTERNAL), "job");

  final CoreTelemetry telemetry;
  private final Request plain = new Request("GET", "/products/7");
  private final Request continued =
      new Request("GET", "/products/7").header("traceparent", "00-" + ID + "-b7ad6b7169203331-01");
  private final Request outgoing = new Request("POST", "/v1/chat/completions");
  private int sent;
  private final HeaderSetter<HotPath> setter =
      new HeaderSetter<>() {
        @Override
        public void set(HotPath carrier, String name, String value) {
          sent += value.length();
        }

        @Override
        public void remove(HotPath carrier, String name) {
          sent += name.length();
        }
      };

  HotPath(String sampler) {
    telemetry = new CoreTelemetry(new MapConfig().with("sampling.sampler", sampler), span -> {});
  }

  void server() {
    serve(plain, false);
  }

  void serverContinued() {
    serve(continued, false);
  }

  void request() {
    serve(plain, true);
  }

  private void serve(Request request, boolean calls) {
    HttpServerOperation server = telemetry.startHttpServer(Fixture.SERVER, request);
    server.attach();
    server.correlationId();
    if (calls) {
      database();
      redis();
      redis();
      chat();
    }
    server.route(RouteSource.CONTROLLER, "/products/{id}");
    server.status(200);
    server.finish(null);
  }

  void database() {
    DbOperation query =
        telemetry.startDb(
            Fixture.H2,
            telemetry.analyseSql("SELECT * FROM products WHERE id = ?", true, SqlDialect.STANDARD),
            1);
    query.attach();
    query.finish(null);
  }

  /** Runs something within a request, again and again. */
  Runnable within(Runnable work) {
    HttpServerOperation server = telemetry.startHttpServer(Fixture.SERVER, plain);
    return () -> {
      server.attach();
      work.run();
      server.detach();
    };
  }

  void work() {
    WorkOperation operation = telemetry.startWork(JOB, false, List.of());
    operation.attach();
    operation.finish(null);
  }

  void redis() {
    DbOperation command = telemetry.startDb(Fixture.REDIS, Fixture.GET, 1);
    command.attach();
    command.finish(null);
  }

  void client() {
    HttpClientOperation call = telemetry.startHttpClient(Fixture.CLIENT, outgoing);
    call.attach();
    call.inject(this, setter);
    call.status(200);
    call.finish(null);
  }

  /** A model call on an HTTP client, as SDKs do it. */
  void chat() {
    GenAiOperation chat = telemetry.startGenAi(Fixture.CHAT);
    chat.attach();
    client();
    chat.chunk();
    chat.response("chatcmpl-1", "gpt-4o-2026");
    chat.finishReason("stop");
    chat.usage(USAGE);
    chat.finish(null);
  }
}
