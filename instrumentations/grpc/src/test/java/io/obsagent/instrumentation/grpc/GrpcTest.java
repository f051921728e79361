// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** A server and a channel of one process; requests say what the server does. */
@ExtendWith(AgentExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GrpcTest {
  private static final String CORRELATION_ID = "c0ffee-17";
  private static final Context.Key<String> TENANT = Context.key("tenant");
  private static final Metadata.Key<String> TRACEPARENT =
      Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER);
  private static final String RETRYING =
      "shop.Cart/Add"; // the only method that the channel tries again

  private final AtomicInteger refusals = new AtomicInteger();
  private Server server;
  private ManagedChannel channel;

  @BeforeAll
  void serve() throws Exception {
    server =
        InProcessServerBuilder.forName("cart")
            .addService(new Shop(this::handle))
            .intercept(new TenantInterceptor())
            .build()
            .start();
    channel =
        InProcessChannelBuilder.forName("cart")
            .defaultServiceConfig(retrying(RETRYING))
            .enableRetry()
            .build();
  }

  @AfterAll
  void close() {
    channel.shutdownNow();
    server.shutdownNow();
  }

  private static Map<String, ?> retrying(String method) {
    int slash = method.indexOf('/');
    Map<String, ?> name =
        Map.of("service", method.substring(0, slash), "method", method.substring(slash + 1));
    Map<String, ?> policy =
        Map.of(
            "maxAttempts",
            3.0,
            "initialBackoff",
            "0.001s",
            "maxBackoff",
            "0.002s",
            "backoffMultiplier",
            1.0,
            "retryableStatusCodes",
            List.of("UNAVAILABLE"));
    return Map.of("methodConfig", List.of(Map.of("name", List.of(name), "retryPolicy", policy)));
  }

  private void handle(String request, StreamObserver<String> answer) {
    switch (request) {
      case "missing" -> answer.onError(Status.NOT_FOUND.asRuntimeException());
      case "broken" -> answer.onError(Status.INTERNAL.asRuntimeException());
      case "throw" -> throw new IllegalStateException("out of stock");
      case "busy" -> {
        if (refusals.getAndDecrement() > 0) {
          answer.onError(Status.UNAVAILABLE.asRuntimeException());
        } else {
          answer(answer, "at last");
        }
      }
      case "hang" -> {}
      case "forward" -> answer(answer, call(Shop.UPLOAD, "further"));
      case "part" -> answer.onNext("part of " + TENANT.get());
      case "three" -> {
        for (int i = 0; i < 3; i++) {
          answer.onNext("" + i);
        }
        answer.onCompleted();
      }
      default -> answer(answer, request + " of " + TENANT.get());
    }
  }

  private static void answer(StreamObserver<String> observer, String text) {
    observer.onNext(text);
    observer.onCompleted();
  }

  private String call(MethodDescriptor<String, String> method, String request) {
    if (method.getType() == MethodDescriptor.MethodType.UNARY) {
      return ClientCalls.blockingUnaryCall(channel, method, CallOptions.DEFAULT, request);
    }
    Answers answers = new Answers();
    StreamObserver<String> requests =
        method == Shop.UPLOAD
            ? ClientCalls.asyncClientStreamingCall(
                channel.newCall(method, CallOptions.DEFAULT), answers)
            : ClientCalls.asyncBidiStreamingCall(
                channel.newCall(method, CallOptions.DEFAULT), answers);
    requests.onNext(request);
    requests.onNext(request);
    requests.onCompleted();
    return String.join(",", answers.all());
  }

  @Test
  void aCallIsASpanOnEachSideOfOneTrace() {
    assertThat(call(Shop.ADD, "tea")).isEqualTo("tea of blue");

    List<RecordedSpan> spans = Recorded.awaitSpans(2);
    RecordedSpan client = ofKind(spans, "CLIENT");
    RecordedSpan served = ofKind(spans, "SERVER");
    assertThat(served.isChildOf(client)).isTrue();
    for (RecordedSpan span : spans) {
      assertThat(span.name()).isEqualTo("shop.Cart/Add");
      assertThat(span.status()).isEqualTo("UNSET");
      assertThat(span.attributes())
          .containsEntry("rpc.system.name", "grpc")
          .containsEntry("rpc.method", "shop.Cart/Add")
          .containsEntry("rpc.response.status_code", "OK")
          .doesNotContainKey("obs.rpc.attempts");
    }
    assertThat(client.parentSpanId()).isEmpty();
    assertThat(client.toString()).doesNotContain("tea");
    assertThat(count("client", "shop.Cart/Add", "OK")).isGreaterThanOrEqualTo(1);
    assertThat(count("server", "shop.Cart/Add", "OK")).isGreaterThanOrEqualTo(1);
  }

  @Test
  void aCallWithinARequestBelongsToItWithItsCorrelationId() throws Exception {
    Recorded.served(Map.of("X-Correlation-ID", CORRELATION_ID), () -> call(Shop.ADD, "tea"));

    List<RecordedSpan> spans = Recorded.awaitSpans(3);
    assertThat(spans).allMatch(span -> CORRELATION_ID.equals(span.attribute("correlation.id")));
    assertThat(spans.stream().map(RecordedSpan::traceId).distinct()).hasSize(1);
  }

  @Test
  void aStreamOfRequestsIsOneCall() {
    assertThat(call(Shop.UPLOAD, "tea")).isEqualTo("teatea of blue");
    assertPair("shop.Cart/Upload", "OK");
  }

  @Test
  void aStreamOfAnswersIsOneCall() {
    Iterator<String> answers =
        ClientCalls.blockingServerStreamingCall(channel, Shop.WATCH, CallOptions.DEFAULT, "three");
    assertThat(answers).toIterable().containsExactly("0", "1", "2");
    assertPair("shop.Cart/Watch", "OK");
  }

  @Test
  void aConversationIsOneCall() {
    assertThat(call(Shop.CHAT, "part")).isEqualTo("part of blue,part of blue");
    assertPair("shop.Cart/Chat", "OK");
  }

  @Test
  void whatAHandlerCallsBelongsToTheCallItServes() {
    assertThat(call(Shop.ADD, "forward")).isEqualTo("furtherfurther of blue");

    List<RecordedSpan> spans = Recorded.awaitSpans(4);
    List<RecordedSpan> adds = named(spans, "shop.Cart/Add");
    RecordedSpan further = ofKind(named(spans, "shop.Cart/Upload"), "CLIENT");
    assertThat(further.isChildOf(ofKind(adds, "SERVER"))).isTrue();
  }

  @Test
  void whatACallbackCallsBelongsToWhoMadeTheCall() throws Exception {
    CompletableFuture<String> second = new CompletableFuture<>();
    Recorded.served(
        Map.of(),
        () -> {
          ClientCalls.asyncUnaryCall(
              channel.newCall(Shop.ADD, CallOptions.DEFAULT),
              "tea",
              new StreamObserver<String>() {
                @Override
                public void onNext(String answer) {
                  ClientCalls.asyncServerStreamingCall(
                      channel.newCall(Shop.WATCH, CallOptions.DEFAULT), answer, new Noted(second));
                }

                @Override
                public void onError(Throwable error) {
                  second.completeExceptionally(error);
                }

                @Override
                public void onCompleted() {
                  // what counts is the second call
                }
              });
          return null;
        });
    second.get();

    List<RecordedSpan> spans = Recorded.awaitSpans(5);
    RecordedSpan first = ofKind(named(spans, "shop.Cart/Add"), "CLIENT");
    RecordedSpan next = ofKind(named(spans, "shop.Cart/Watch"), "CLIENT");
    assertThat(next.parentSpanId()).isNotEmpty().isEqualTo(first.parentSpanId());
  }

  @Test
  void whatTheCallerDidWrongIsNoErrorOfTheServer() {
    assertThatThrownBy(() -> call(Shop.ADD, "missing")).isInstanceOf(StatusRuntimeException.class);

    List<RecordedSpan> spans = assertPair("shop.Cart/Add", "NOT_FOUND");
    assertThat(ofKind(spans, "CLIENT").status()).isEqualTo("ERROR");
    assertThat(ofKind(spans, "CLIENT").attribute("error.type")).isEqualTo("NOT_FOUND");
    assertThat(ofKind(spans, "SERVER").status()).isEqualTo("UNSET");
  }

  @Test
  void whatTheServerDidWrongIsAnErrorOfBoth() {
    assertThatThrownBy(() -> call(Shop.ADD, "broken")).isInstanceOf(StatusRuntimeException.class);

    assertThat(assertPair("shop.Cart/Add", "INTERNAL"))
        .allMatch(span -> span.status().equals("ERROR"));
    assertThat(count("server", "shop.Cart/Add", "INTERNAL")).isGreaterThanOrEqualTo(1);
  }

  @Test
  void whatAHandlerThrowsIsItsError() {
    assertThatThrownBy(() -> call(Shop.ADD, "throw")).isInstanceOf(StatusRuntimeException.class);

    RecordedSpan served = ofKind(assertPair("shop.Cart/Add", "UNKNOWN"), "SERVER");
    assertThat(served.status()).isEqualTo("ERROR");
    assertThat(served.events().toString()).contains("out of stock");
  }

  @Test
  void aDeadlineThatPassesIsTold() {
    CallOptions soon = CallOptions.DEFAULT.withDeadlineAfter(50, TimeUnit.MILLISECONDS);
    Throwable thrown =
        catchThrowable(() -> ClientCalls.blockingUnaryCall(channel, Shop.ADD, soon, "hang"));
    assertThat(Status.fromThrowable(thrown).getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);

    RecordedSpan client = ofKind(Recorded.awaitSpans(2), "CLIENT");
    assertThat(client.attribute("rpc.response.status_code")).isEqualTo("DEADLINE_EXCEEDED");
  }

  @Test
  void aCallThatIsCancelledIsOverForBoth() {
    ClientCall<String, String> call = channel.newCall(Shop.CHAT, CallOptions.DEFAULT);
    Answers answers = new Answers();
    StreamObserver<String> requests = ClientCalls.asyncBidiStreamingCall(call, answers);
    requests.onNext("part");
    answers.awaitOne();
    call.cancel("no longer wanted", null);

    List<RecordedSpan> spans = assertPair("shop.Cart/Chat", "CANCELLED");
    assertThat(ofKind(spans, "CLIENT").status()).isEqualTo("ERROR");
    assertThat(ofKind(spans, "SERVER").status()).isEqualTo("UNSET");
  }

  @Test
  void aCallThatTheLibraryTriesAgainIsOneSpanThatSaysSo() {
    refusals.set(2);
    assertThat(call(Shop.ADD, "busy")).isEqualTo("at last");

    List<RecordedSpan> spans = Recorded.awaitSpans(4);
    RecordedSpan client = ofKind(spans, "CLIENT");
    assertThat(client.attribute("obs.rpc.attempts")).isEqualTo(3L);
    assertThat(client.attribute("rpc.response.status_code")).isEqualTo("OK");
    assertThat(spans.stream().filter(span -> span.isChildOf(client))).hasSize(3);
  }

  @Test
  void aMethodThatTheServerHasNotIsCountedWithoutItsName() {
    MethodDescriptor<String, String> unknown =
        Shop.ADD.toBuilder().setFullMethodName("shop.Cart/Steal").build();
    assertThatThrownBy(() -> call(unknown, "all")).isInstanceOf(StatusRuntimeException.class);

    List<RecordedSpan> spans = Recorded.awaitSpans(2);
    assertThat(ofKind(spans, "SERVER").name()).isEqualTo("_OTHER");
    assertThat(ofKind(spans, "SERVER").isChildOf(ofKind(spans, "CLIENT"))).isTrue();
    assertThat(count("server", "_OTHER", "UNIMPLEMENTED")).isEqualTo(1);
  }

  @Test
  void theMetadataOfTheApplicationStaysWhatItWas() {
    Metadata own = new Metadata();
    own.put(TRACEPARENT, "00-11111111111111111111111111111111-2222222222222222-01");
    for (int i = 0; i < 2; i++) {
      ClientCall<String, String> call = channel.newCall(Shop.ADD, CallOptions.DEFAULT);
      CompletableFuture<Status> closed = new CompletableFuture<>();
      call.start(new Closing(closed), own);
      call.request(2);
      call.sendMessage("tea");
      call.halfClose();
      assertThat(closed.join().isOk()).isTrue();
    }

    assertThat(own.getAll(TRACEPARENT)).hasSize(1);
    List<RecordedSpan> spans = Recorded.awaitSpans(4);
    assertThat(spans.stream().map(RecordedSpan::traceId).distinct())
        .hasSize(2)
        .doesNotContain("11111111111111111111111111111111");
  }

  @Test
  void aCallThatCannotBeStartedIsTheApplicationsError() {
    ClientCall<String, String> call = channel.newCall(Shop.ADD, CallOptions.DEFAULT);
    call.start(new Closing(new CompletableFuture<>()), new Metadata());
    assertThatThrownBy(() -> call.start(new Closing(new CompletableFuture<>()), new Metadata()))
        .isInstanceOf(IllegalStateException.class);
    call.cancel("over", null);
    Recorded.await(() -> Recorded.spans().size() >= 2, () -> "no spans: " + Recorded.spans());
  }

  private List<RecordedSpan> assertPair(String name, String code) {
    List<RecordedSpan> spans = Recorded.awaitSpans(2);
    assertThat(ofKind(spans, "SERVER").isChildOf(ofKind(spans, "CLIENT"))).isTrue();
    for (RecordedSpan span : spans) {
      assertThat(span.name()).isEqualTo(name);
      assertThat(span.attribute("rpc.response.status_code")).as(span.kind()).isEqualTo(code);
    }
    return spans;
  }

  private static Double count(String side, String method, String code) {
    return Recorded.metric(
        "rpc_"
            + side
            + "_duration_seconds_count{system=\"grpc\",method=\""
            + method
            + "\",status_code=\""
            + code
            + "\"}");
  }

  private static RecordedSpan ofKind(List<RecordedSpan> spans, String kind) {
    List<RecordedSpan> found = spans.stream().filter(span -> span.kind().equals(kind)).toList();
    assertThat(found).as(kind + " among " + spans).hasSize(1);
    return found.get(0);
  }

  private static List<RecordedSpan> named(List<RecordedSpan> spans, String name) {
    return spans.stream().filter(span -> span.name().equals(name)).toList();
  }

  /** Puts something into gRPC's own context. */
  private static final class TenantInterceptor implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      return Contexts.interceptCall(
          Context.current().withValue(TENANT, "blue"), call, headers, next);
    }
  }

  private static final class Closing extends ClientCall.Listener<String> {
    private final CompletableFuture<Status> closed;

    Closing(CompletableFuture<Status> closed) {
      this.closed = closed;
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      closed.complete(status);
    }
  }

  private record Noted(CompletableFuture<String> end) implements StreamObserver<String> {
    @Override
    public void onNext(String answer) {
      // only the end counts
    }

    @Override
    public void onError(Throwable error) {
      end.completeExceptionally(error);
    }

    @Override
    public void onCompleted() {
      end.complete("");
    }
  }

  private static final class Answers implements StreamObserver<String> {
    private final List<String> answers = new ArrayList<>();
    private final CountDownLatch first = new CountDownLatch(1);
    private final CompletableFuture<List<String>> all = new CompletableFuture<>();

    @Override
    public void onNext(String answer) {
      answers.add(answer);
      first.countDown();
    }

    @Override
    public void onError(Throwable error) {
      all.completeExceptionally(error);
    }

    @Override
    public void onCompleted() {
      all.complete(answers);
    }

    List<String> all() {
      return all.join();
    }

    void awaitOne() {
      try {
        assertThat(first.await(60, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }
}
