// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.HttpClientKit;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import okhttp3.Callback;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EnqueueTest extends HttpClientKit {
  private final OkHttpClient client = new OkHttpClient();

  @Override
  protected Call prepare(String method, URI uri, @Nullable String body) {
    return new OkHttpCall(OkHttpCall.request(method, uri, body), this::enqueue);
  }

  private Response enqueue(Request request) throws Exception {
    CompletableFuture<Response> answer = new CompletableFuture<>();
    client.newCall(request).enqueue(callback(answer, () -> {}));
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw (Exception) e.getCause();
    }
  }

  private static Callback callback(CompletableFuture<Response> answer, Runnable work) {
    return new Callback() {
      @Override
      public void onFailure(okhttp3.Call call, IOException failure) {
        answer.completeExceptionally(failure);
      }

      @Override
      public void onResponse(okhttp3.Call call, Response response) {
        work.run();
        answer.complete(response);
      }
    };
  }

  @Test
  void aCallEnqueuedOutsideOfTracesIsInNoneThoughARequestMadeRoomForIt() throws Exception {
    HeldExecutor held = new HeldExecutor();
    OkHttpClient waiting = client.newBuilder().dispatcher(new Dispatcher(held)).build();
    CompletableFuture<Response> answer = new CompletableFuture<>();
    Request inner = OkHttpCall.request("GET", target().uri("/status/200"), null);
    waiting
        .newCall(OkHttpCall.request("GET", target().uri("/status/202"), null))
        .enqueue(callback(answer, () -> closed(inner)));

    Recorded.served(
        Map.of("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
        () -> {
          held.task.run();
          return answer.get().code();
        });
    answer.get().body().close();

    List<RecordedSpan> spans = Recorded.awaitSpans(3);
    assertThat(spans.stream().filter(span -> span.kind().equals("CLIENT")))
        .hasSize(2)
        .allMatch(span -> span.parentSpanId().isEmpty());
  }

  private void closed(Request request) {
    try {
      client.newCall(request).execute().body().close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Keeps its one task until the test runs it, on its own thread. */
  private static final class HeldExecutor extends AbstractExecutorService {
    private Runnable task = () -> {};

    @Override
    public void execute(Runnable command) {
      task = command;
    }

    @Override
    public void shutdown() {}

    @Override
    public List<Runnable> shutdownNow() {
      return List.of();
    }

    @Override
    public boolean isShutdown() {
      return false;
    }

    @Override
    public boolean isTerminated() {
      return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
      return true;
    }
  }
}
