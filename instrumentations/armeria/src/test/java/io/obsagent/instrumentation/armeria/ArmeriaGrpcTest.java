// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.armeria;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.client.grpc.GrpcClients;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.server.grpc.GrpcService;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.health.v1.HealthGrpc.HealthBlockingStub;
import io.grpc.stub.StreamObserver;
import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Calls by gRPC are the module's of gRPC: one span on each side, and none of HTTP. */
@ExtendWith(AgentExtension.class)
class ArmeriaGrpcTest {
  private static ServiceServer server;
  private static HealthBlockingStub client;

  @BeforeAll
  static void start() {
    GrpcService service =
        GrpcService.builder().addService(new Health()).enableUnframedRequests(true).build();
    server = new ServiceServer(builder -> builder.service(service));
    client =
        GrpcClients.newClient(
            "gproto+h2c://127.0.0.1:" + server.port() + "/", HealthBlockingStub.class);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** Answers as often as the length of what is asked for, or fails. */
  private static final class Health extends HealthGrpc.HealthImplBase {
    @Override
    public void check(HealthCheckRequest request, StreamObserver<HealthCheckResponse> answer) {
      if (request.getService().isEmpty()) {
        answer.onError(Status.UNAVAILABLE.withDescription("closed").asRuntimeException());
        return;
      }
      answer.onNext(serving());
      answer.onCompleted();
    }

    @Override
    public void watch(HealthCheckRequest request, StreamObserver<HealthCheckResponse> answer) {
      for (int i = 0; i < request.getService().length(); i++) {
        answer.onNext(serving());
      }
      answer.onCompleted();
    }

    private static HealthCheckResponse serving() {
      return HealthCheckResponse.newBuilder().setStatus(ServingStatus.SERVING).build();
    }
  }

  private static HealthCheckRequest ask(String service) {
    return HealthCheckRequest.newBuilder().setService(service).build();
  }

  private static RecordedSpan only(List<RecordedSpan> spans, String kind) {
    List<RecordedSpan> found = spans.stream().filter(span -> span.kind().equals(kind)).toList();
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  @Test
  void aCallIsOneSpanOnEachSideOfOneTrace() {
    assertThat(client.check(ask("tea")).getStatus()).isEqualTo(ServingStatus.SERVING);

    List<RecordedSpan> spans = Recorded.awaitSpans(2);
    RecordedSpan sent = only(spans, "CLIENT");
    RecordedSpan served = only(spans, "SERVER");
    assertThat(spans.stream().map(RecordedSpan::name)).containsOnly("grpc.health.v1.Health/Check");
    assertThat(served.traceId()).isEqualTo(sent.traceId());
    assertThat(served.parentSpanId()).isEqualTo(sent.spanId());
    assertThat(served.attributes())
        .contains(entry("rpc.system.name", "grpc"), entry("rpc.response.status_code", "OK"));
  }

  @Test
  void aStreamIsOneCall() {
    List<HealthCheckResponse> answers = new ArrayList<>();
    client.watch(ask("milk")).forEachRemaining(answers::add);

    assertThat(answers).hasSize(4);
    List<RecordedSpan> spans = Recorded.awaitSpans(2);
    assertThat(spans.stream().map(RecordedSpan::name)).containsOnly("grpc.health.v1.Health/Watch");
    assertThat(only(spans, "SERVER").parentSpanId()).isEqualTo(only(spans, "CLIENT").spanId());
  }

  @Test
  void aStatusThatIsTheServersFailureIsAnErrorOnBothSides() {
    assertThatThrownBy(() -> client.check(ask(""))).isInstanceOf(StatusRuntimeException.class);

    assertThat(Recorded.awaitSpans(2))
        .allSatisfy(
            span -> {
              assertThat(span.status()).isEqualTo("ERROR");
              assertThat(span.attribute("rpc.response.status_code")).isEqualTo("UNAVAILABLE");
            });
  }

  @Test
  void aCallInJsonIsARequestOfHttp() {
    AggregatedHttpResponse answer =
        WebClient.of("h1c://127.0.0.1:" + server.port())
            .execute(
                RequestHeaders.builder(HttpMethod.POST, "/grpc.health.v1.Health/Check")
                    .contentType(MediaType.JSON)
                    .build(),
                "{\"service\":\"tea\"}")
            .aggregate()
            .join();

    assertThat(answer.contentUtf8()).contains("SERVING");
    List<RecordedSpan> spans = Recorded.awaitSpans(2);
    assertThat(only(spans, "CLIENT").name()).isEqualTo("POST");
    assertThat(only(spans, "SERVER").name()).isEqualTo("POST /grpc.health.v1.Health/Check");
  }
}
