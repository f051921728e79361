// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.retrofit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.HttpTarget;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import okhttp3.ResponseBody;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import retrofit2.Call;
import retrofit2.Callback;
import retrofit2.Response;
import retrofit2.Retrofit;

@ExtendWith(AgentExtension.class)
class RetrofitTest {
  private static HttpTarget target;
  private static Statuses statuses;

  @BeforeAll
  static void startTarget() {
    target = new HttpTarget();
    statuses =
        new Retrofit.Builder().baseUrl(target.uri("/").toString()).build().create(Statuses.class);
  }

  @AfterAll
  static void stopTarget() {
    target.close();
  }

  @Test
  void aCallIsOneSpanNamedByTheTemplateOfItsMethod() throws Exception {
    assertThat(statuses.get(203).execute().body().string()).isEqualTo("hello");

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.name()).isEqualTo("GET /status/{code}");
    assertThat(span.attribute("url.template")).isEqualTo("/status/{code}");
    assertThat(span.attribute("url.full")).isEqualTo(target.uri("/status/203?q=1").toString());
  }

  @Test
  void anEnqueuedCallHasItAndTheCallFromItsCallbackItsOwn() throws Exception {
    CompletableFuture<Integer> second = new CompletableFuture<>();
    statuses
        .get(203)
        .enqueue(
            then(() -> statuses.anything("/status/202").enqueue(then(() -> second.complete(0)))));
    second.get(60, TimeUnit.SECONDS);

    assertThat(Recorded.awaitSpans(2))
        .extracting(RecordedSpan::name)
        .containsExactlyInAnyOrder("GET /status/{code}", "GET");
  }

  @Test
  void aMethodOfAnyNameHasIt() throws Exception {
    statuses.delete(200).execute();

    assertThat(Recorded.awaitSpans(1).get(0).name()).isEqualTo("DELETE /status/{code}");
  }

  @Test
  void aCallThatCannotBeMadeFailsAsItDoes() {
    Call<ResponseBody> impossible = statuses.anything("gopher://localhost/");

    assertThatThrownBy(impossible::execute).isInstanceOf(IllegalArgumentException.class);

    assertThat(Recorded.awaitSpans(0)).isEmpty();
  }

  private static Callback<ResponseBody> then(Runnable next) {
    return new Callback<>() {
      @Override
      public void onResponse(Call<ResponseBody> call, Response<ResponseBody> response) {
        try {
          response.body().string();
          next.run();
        } catch (IOException e) {
          throw new IllegalStateException(e);
        }
      }

      @Override
      public void onFailure(Call<ResponseBody> call, Throwable failure) {
        throw new IllegalStateException(failure);
      }
    };
  }
}
