// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.HttpClientKit;
import io.obsagent.testing.Recorded;
import java.net.URI;
import okhttp3.Call;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ExecuteTest extends HttpClientKit {
  private final OkHttpClient client = new OkHttpClient();

  @Override
  protected Answer send(String method, URI uri, @Nullable String body) throws Exception {
    try (Response response = client.newCall(request(method, uri, body)).execute()) {
      return new Answer(response.code(), response.body().string());
    }
  }

  static Request request(String method, URI uri, @Nullable String body) {
    return new Request.Builder()
        .url(uri.toString())
        .method(method, body == null ? null : RequestBody.create(body, MediaType.get("text/plain")))
        .build();
  }

  @Test
  void aRetryByAnInterceptorOfTheApplicationStaysInOneSpan() throws Exception {
    OkHttpClient retrying =
        client
            .newBuilder()
            .addInterceptor(
                chain -> {
                  chain.proceed(chain.request()).close();
                  return chain.proceed(chain.request());
                })
            .build();

    retrying.newCall(request("GET", target().uri("/status/200"), null)).execute().close();

    Recorded.awaitSpans(1);
    assertThat(target().received()).hasSize(2);
    assertThat(target().received().get(1)).containsKey("traceparent");
  }

  @Test
  void theRequestOfAResponseSentAgainIsAnotherSpan() throws Exception {
    Response first = client.newCall(request("GET", target().uri("/status/200"), null)).execute();
    first.close();

    client.newCall(first.request()).execute().close();

    Recorded.awaitSpans(2);
    assertThat(target().received().get(1).get("traceparent")).hasSize(1);
    assertThat(target().received().get(1).get("traceparent"))
        .isNotEqualTo(target().received().get(0).get("traceparent"));
  }

  @Test
  void theApplicationSeesItsOwnRequestAndInterceptors() throws Exception {
    Call call = client.newCall(request("GET", target().uri("/status/200"), null));
    call.execute().close();

    Recorded.awaitSpans(1);
    assertThat(call.request().headers().size()).isZero();
    assertThat(client.interceptors()).isEmpty();
  }
}
