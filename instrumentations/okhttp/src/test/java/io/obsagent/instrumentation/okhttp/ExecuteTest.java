// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.HttpClientKit;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ExecuteTest extends HttpClientKit {
  private final OkHttpClient client = new OkHttpClient();

  @Override
  protected Call prepare(String method, URI uri, @Nullable String body) {
    return new OkHttpCall(OkHttpCall.request(method, uri, body), this::execute);
  }

  private Response execute(Request request) throws IOException {
    return client.newCall(request).execute();
  }

  private Request get() {
    return OkHttpCall.request("GET", target().uri("/status/200"), null);
  }

  @Test
  void aRetryByAnInterceptorOfTheApplicationStaysInOneSpan() throws Exception {
    OkHttpClient retrying =
        client
            .newBuilder()
            .addInterceptor(
                chain -> {
                  chain.proceed(chain.request()).body().close();
                  return chain.proceed(chain.request());
                })
            .build();

    retrying.newCall(get()).execute().body().close();

    Recorded.awaitSpans(1);
    assertThat(target().received()).hasSize(2);
    assertThat(target().received().get(1)).containsKey("traceparent");
  }

  @Test
  void theRequestOfAResponseSentAgainIsAnotherSpan() throws Exception {
    Response first = client.newCall(get()).execute();
    first.body().close();

    client.newCall(first.request()).execute().body().close();

    Recorded.awaitSpans(2);
    assertThat(target().received().get(1).get("traceparent")).hasSize(1);
    assertThat(target().received().get(1).get("traceparent"))
        .isNotEqualTo(target().received().get(0).get("traceparent"));
  }

  @Test
  void theApplicationSeesItsOwnRequestAndInterceptors() throws Exception {
    okhttp3.Call call = client.newCall(get());
    call.execute().body().close();

    Recorded.awaitSpans(1);
    assertThat(call.request().headers().names()).containsExactly("X-Own");
    assertThat(client.interceptors()).isEmpty();
  }

  @Test
  void whatAnInterceptorMakesOfTheRequestIsWhatTheSpanTells() throws Exception {
    URI uri = target().uri("/status/202");
    OkHttpClient switching =
        client
            .newBuilder()
            .addInterceptor(
                chain -> chain.proceed(OkHttpCall.request("POST", uri, "from an interceptor")))
            .build();

    switching
        .newCall(new Request.Builder().url("http://gateway.example/").build())
        .execute()
        .body()
        .close();

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.name()).isEqualTo("POST");
    assertThat(span.attribute("url.full")).isEqualTo(uri.toString());
    assertThat(span.attribute("server.address")).isEqualTo("localhost");
    assertThat(span.attribute("server.port")).isEqualTo((long) target().port());
  }

  @Test
  void aRequestThatAnInterceptorOfTheNetworkPassesOnIsNotCopiedOnceMore() throws Exception {
    AtomicBoolean same = new AtomicBoolean();
    OkHttpClient passing =
        client
            .newBuilder()
            .addNetworkInterceptor(
                chain -> {
                  Request rebuilt = chain.request().newBuilder().build();
                  Response response = chain.proceed(rebuilt);
                  same.set(response.request() == rebuilt);
                  return response;
                })
            .build();

    passing.newCall(get()).execute().body().close();

    Recorded.awaitSpans(1);
    assertThat(same).isTrue();
    assertThat(target().received().get(0).get("traceparent")).hasSize(1);
  }

  @Test
  void aRequestThatAnInterceptorOfTheNetworkStripsHasItsHeadersAllTheSame() throws Exception {
    OkHttpClient stripping =
        client
            .newBuilder()
            .addNetworkInterceptor(
                chain ->
                    chain.proceed(chain.request().newBuilder().removeHeader("traceparent").build()))
            .build();

    stripping.newCall(get()).execute().body().close();

    Recorded.awaitSpans(1);
    assertThat(target().received().get(0).get("traceparent")).hasSize(1);
  }

  @Test
  void aCallWithinAnInterceptorIsNotTakenForTheOneThatIsWatched() throws Exception {
    OkHttpClient authenticating =
        client
            .newBuilder()
            .addInterceptor(
                chain -> {
                  Request token = OkHttpCall.request("POST", target().uri("/status/201"), "token");
                  execute(token).body().close();
                  return chain.proceed(chain.request());
                })
            .build();

    authenticating.newCall(get()).execute().body().close();

    assertThat(Recorded.awaitSpans(1).get(0).name()).isEqualTo("GET");
    assertThat(target().methods()).containsExactly("POST", "GET");
    assertThat(target().received().get(0)).doesNotContainKey("traceparent");
    assertThat(target().received().get(1)).containsKey("traceparent");
  }
}
