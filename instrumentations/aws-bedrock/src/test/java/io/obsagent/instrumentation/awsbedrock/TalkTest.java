// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.awsbedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.async.SdkPublisher;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.http.async.AsyncExecuteRequest;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;

/**
 * Nova Sonic's stream of both directions, over an HTTP client in memory. Types of newer versions
 * are found by their names.
 */
@ExtendWith(AgentExtension.class)
class TalkTest {
  private static final String MODELS = "software.amazon.awssdk.services.bedrockruntime.model.";
  private static final String CALL = "InvokeModelWithBidirectionalStream";
  private static final String SPOKEN =
      event("{\"textOutput\":{\"content\":\"Which kettle?\",\"role\":\"USER\"}}")
          + event("{\"textOutput\":{\"content\":\"Tea.\",\"role\":\"ASSISTANT\"}}")
          + event(
              "{\"usageEvent\":{\"details\":{\"delta\":{\"input\":{\"speechTokens\":9}},"
                  + "\"total\":{\"input\":{\"speechTokens\":2,\"textTokens\":1},"
                  + "\"output\":{\"speechTokens\":1,\"textTokens\":1}}},"
                  + "\"totalInputTokens\":3,\"totalOutputTokens\":2,\"totalTokens\":5}}")
          + event("{\"completionEnd\":{\"stopReason\":\"END_TURN\"}}");

  private static String event(String event) {
    return EventStream.chunk("{\"event\":" + event + "}");
  }

  @BeforeEach
  void isNewEnough() {
    assumeTrue(Versions.talks(), "the library has no streams of both directions");
  }

  @Test
  void aTalkIsOneCallUntilItsStreamEnds() throws Exception {
    List<String> seen = new ArrayList<>();
    talk("m-sonic", 200, SPOKEN, seen).get(60, TimeUnit.SECONDS);

    assertThat(seen).hasSize(4);
    RecordedSpan span = await("chat m-sonic");
    assertThat(span.status()).isEqualTo("UNSET");
    assertThat(span.attributes())
        .containsEntry("gen_ai.provider.name", "aws.bedrock")
        .containsEntry("gen_ai.request.stream", true)
        .containsEntry("gen_ai.response.finish_reasons", List.of("END_TURN"))
        .containsEntry("gen_ai.usage.input_tokens", 3L)
        .containsEntry("gen_ai.usage.output_tokens", 2L)
        .containsEntry("gen_ai.usage.audio.input_tokens", 2L)
        .containsEntry("gen_ai.usage.audio.output_tokens", 1L)
        .containsKey("gen_ai.response.time_to_first_chunk");
    assertThat(span.toString()).doesNotContain("Tea.").doesNotContain("Which kettle?");
    assertThat(
            Recorded.metric(
                "ai_requests_total"
                    + "{model=\"m-sonic\",provider=\"aws.bedrock\",status=\"success\"}"))
        .isEqualTo(1);
  }

  @Test
  void aTalkThatIsRefusedIsAnError() throws Exception {
    CompletableFuture<?> talk =
        talk("m-refused", 429, Versions.refusal(429, "slow down"), new ArrayList<>());
    assertThatThrownBy(() -> talk.get(60, TimeUnit.SECONDS)).hasMessageContaining("slow down");

    RecordedSpan span = await("chat m-refused");
    assertThat(span.status()).isEqualTo("ERROR");
    assertThat(span.attribute("error.type")).isEqualTo("rate_limit");
  }

  private static RecordedSpan await(String name) {
    Recorded.await(
        () -> Recorded.spans().stream().anyMatch(span -> span.name().equals(name)),
        () -> "no " + name + " among " + Recorded.spans());
    return Recorded.span(name);
  }

  private static CompletableFuture<?> talk(
      String model, int status, String answer, List<String> seen) throws Exception {
    try (BedrockRuntimeAsyncClient client =
        BedrockRuntimeAsyncClient.builder()
            .httpClient(new InMemory(status, answer.getBytes(StandardCharsets.ISO_8859_1)))
            .region(Region.EU_CENTRAL_1)
            .overrideConfiguration(
                settings ->
                    settings.retryPolicy(software.amazon.awssdk.core.retry.RetryPolicy.none()))
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
            .build()) {
      Consumer<SdkPublisher<Object>> reader =
          events -> events.subscribe(event -> seen.add(event.getClass().getSimpleName()));
      Class<?> type = Class.forName(MODELS + CALL + "Request");
      Class<?> handlerType = Class.forName(MODELS + CALL + "ResponseHandler");
      Object request = build(builder(type), "modelId", model);
      Object handler = build(builder(handlerType), "onEventStream", reader);
      Method call =
          BedrockRuntimeAsyncClient.class.getMethod(
              "invokeModelWithBidirectionalStream", type, Publisher.class, handlerType);
      CompletableFuture<?> talk =
          (CompletableFuture<?>)
              call.invoke(client, request, SdkPublisher.adapt(new Bytes(new byte[0])), handler);
      talk.handle((value, failure) -> "ended").get(60, TimeUnit.SECONDS);
      return talk;
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof Exception failure ? failure : e;
    }
  }

  private static Object builder(Class<?> type) throws ReflectiveOperationException {
    return type.getMethod("builder").invoke(null);
  }

  /** Sets one thing, by the setter that takes it. */
  private static Object build(Object builder, String name, Object value)
      throws ReflectiveOperationException {
    for (Method setter : builder.getClass().getMethods()) {
      if (setter.getName().equals(name)
          && setter.getParameterCount() == 1
          && setter.getParameterTypes()[0].isInstance(value)) {
        setter.setAccessible(true);
        setter.invoke(builder, value);
        Method build = builder.getClass().getMethod("build");
        build.setAccessible(true);
        return build.invoke(builder);
      }
    }
    throw new NoSuchMethodException(name);
  }

  /** Answers each request with the same bytes. */
  private record InMemory(int status, byte[] answer) implements SdkAsyncHttpClient {
    @Override
    public CompletableFuture<Void> execute(AsyncExecuteRequest request) {
      request
          .responseHandler()
          .onHeaders(
              SdkHttpResponse.builder()
                  .statusCode(status)
                  .putHeader("Content-Type", status == 200 ? EventStream.TYPE : "application/json")
                  .build());
      request.responseHandler().onStream(new Bytes(answer));
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public String clientName() {
      return "in-memory";
    }

    @Override
    public void close() {}
  }

  /** One buffer, and the end. */
  private record Bytes(byte[] bytes) implements Publisher<ByteBuffer> {
    @Override
    public void subscribe(Subscriber<? super ByteBuffer> subscriber) {
      subscriber.onSubscribe(
          new Subscription() {
            private boolean done;

            @Override
            public void request(long count) {
              if (!done) {
                done = true;
                if (bytes.length > 0) {
                  subscriber.onNext(ByteBuffer.wrap(bytes));
                }
                subscriber.onComplete();
              }
            }

            @Override
            public void cancel() {
              done = true;
            }
          });
    }
  }
}
