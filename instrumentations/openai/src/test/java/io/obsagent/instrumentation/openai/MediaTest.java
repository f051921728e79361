// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.openai;

import static io.obsagent.testing.ScriptedServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.openai.client.OpenAIClient;
import com.openai.core.http.HttpResponse;
import com.openai.errors.RateLimitException;
import com.openai.models.audio.speech.SpeechCreateParams;
import com.openai.models.audio.transcriptions.TranscriptionCreateParams;
import com.openai.models.audio.translations.TranslationCreateParams;
import com.openai.models.batches.BatchCreateParams;
import com.openai.models.batches.BatchRetrieveParams;
import com.openai.models.images.ImageCreateVariationParams;
import com.openai.models.images.ImageEditParams;
import com.openai.models.images.ImageGenerateParams;
import com.openai.models.moderations.ModerationCreateParams;
import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import io.obsagent.testing.ScriptedServer;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is no chat: images, audio, moderations and batches. */
@ExtendWith(AgentExtension.class)
class MediaTest {
  private static final String IMAGES =
      "{\"created\":1,\"data\":[{\"b64_json\":\"AAAA\"}],\"usage\":{\"input_tokens\":9,"
          + "\"input_tokens_details\":{\"image_tokens\":4,\"text_tokens\":5},"
          + "\"output_tokens\":1056,\"total_tokens\":1065}}";
  private static final String REFUSAL = "{\"error\":{\"message\":\"slow down\"}}";

  @FunctionalInterface
  private interface Calls {
    void make(OpenAIClient client) throws Exception;
  }

  private static RecordedSpan spanOf(String name, ScriptedServer.Answer answer, Calls calls)
      throws Exception {
    try (ScriptedServer server = new ScriptedServer(answer)) {
      OpenAIClient client = OpenAiTest.connect(server.url(), "local", 0);
      try {
        calls.make(client);
      } finally {
        client.close();
      }
    }
    Recorded.awaitSpans(2);
    RecordedSpan span = Recorded.span(name);
    assertThat(span.scope()).isEqualTo("io.obsagent.gen-ai");
    assertThat(span.attribute("gen_ai.provider.name")).isEqualTo("openai");
    assertThat(span.attribute("server.address")).isEqualTo("127.0.0.1");
    return span;
  }

  private static ByteArrayInputStream file() {
    return new ByteArrayInputStream(new byte[] {1, 2, 3});
  }

  private static void assertImages(RecordedSpan span) {
    assertThat(span.status()).isEqualTo("UNSET");
    assertThat(span.attributes())
        .containsEntry("gen_ai.operation.name", "generate_content")
        .containsEntry("gen_ai.output.type", "image")
        .containsEntry("gen_ai.usage.input_tokens", 9L)
        .containsEntry("gen_ai.usage.output_tokens", 1056L)
        .containsEntry("gen_ai.usage.image.input_tokens", 4L)
        .containsEntry("gen_ai.usage.image.output_tokens", 1056L);
  }

  @Test
  void anImageIsOneSpanWithItsTokens() throws Exception {
    ImageGenerateParams params =
        ImageGenerateParams.builder().model("gpt-image-1").prompt("A kettle").build();

    assertImages(
        spanOf(
            "generate_content gpt-image-1",
            json(200, "", IMAGES),
            client -> client.images().generate(params)));
  }

  @Test
  void anImageThatComesLaterIsOneSpanWithItsTokens() throws Exception {
    ImageGenerateParams params =
        ImageGenerateParams.builder().model("gpt-image-1").prompt("A kettle").build();

    assertImages(
        spanOf(
            "generate_content gpt-image-1",
            json(200, "", IMAGES),
            client -> client.async().images().generate(params).get(60, TimeUnit.SECONDS)));
  }

  @Test
  void anImageThatIsEditedIsOneSpan() throws Exception {
    ImageEditParams params =
        ImageEditParams.builder().model("gpt-image-1").prompt("Bluer").image(file()).build();

    assertImages(
        spanOf(
            "generate_content gpt-image-1",
            json(200, "", IMAGES),
            client -> client.images().edit(params)));
  }

  @Test
  void aVariationOfAnImageIsOneSpan() throws Exception {
    ImageCreateVariationParams params =
        ImageCreateVariationParams.builder().model("dall-e-2").image(file()).build();

    assertImages(
        spanOf(
            "generate_content dall-e-2",
            json(200, "", IMAGES),
            client -> client.images().createVariation(params)));
  }

  @Test
  void aTranscriptionIsOneSpanWithoutItsText() throws Exception {
    TranscriptionCreateParams params =
        TranscriptionCreateParams.builder().model("whisper-1").file(file()).build();

    RecordedSpan span =
        spanOf(
            "generate_content whisper-1",
            json(200, "", "{\"text\":\"a secret\"}"),
            client -> client.audio().transcriptions().create(params));

    assertThat(span.attribute("gen_ai.output.type")).isEqualTo("text");
    assertThat(span.toString()).doesNotContain("secret");
  }

  @Test
  void aTranslationIsOneSpan() throws Exception {
    TranslationCreateParams params =
        TranslationCreateParams.builder().model("whisper-1").file(file()).build();

    RecordedSpan span =
        spanOf(
            "generate_content whisper-1",
            json(200, "", "{\"text\":\"tea\"}"),
            client -> client.audio().translations().create(params));

    assertThat(span.status()).isEqualTo("UNSET");
  }

  private static SpeechCreateParams speech() {
    return SpeechCreateParams.builder().model("tts-1").input("Tea?").voice("alloy").build();
  }

  @Test
  void speechIsOneSpan() throws Exception {
    RecordedSpan span =
        spanOf(
            "generate_content tts-1",
            ScriptedServer.stream("audio/mpeg", "sound"),
            client -> {
              try (HttpResponse sound = client.audio().speech().create(speech())) {
                assertThat(sound.body().readAllBytes()).hasSize(5);
              }
            });

    assertThat(span.attribute("gen_ai.output.type")).isEqualTo("speech");
    assertThat(span.status()).isEqualTo("UNSET");
  }

  /** Older versions let the application look at it, newer ones throw. */
  private static int statusOfSpeech(OpenAIClient client) {
    try (HttpResponse refused = client.audio().speech().create(speech())) {
      return refused.statusCode();
    } catch (RateLimitException e) {
      return e.statusCode();
    }
  }

  @Test
  void speechThatIsRefusedIsAnError() throws Exception {
    RecordedSpan span =
        spanOf(
            "generate_content tts-1",
            json(429, "", REFUSAL),
            client -> assertThat(statusOfSpeech(client)).isEqualTo(429));

    assertThat(span.status()).isEqualTo("ERROR");
    assertThat(span.attribute("error.type")).isEqualTo("rate_limit");
  }

  @Test
  void aModerationIsOneSpanWithTheModelThatAnswered() throws Exception {
    ModerationCreateParams params =
        ModerationCreateParams.builder().model("omni-moderation-latest").input("Tea?").build();

    RecordedSpan span =
        spanOf(
            "moderation omni-moderation-latest",
            json(200, "", "{\"id\":\"m-1\",\"model\":\"omni-2024-09-26\",\"results\":[]}"),
            client -> client.moderations().create(params));

    assertThat(span.attributes())
        .containsEntry("gen_ai.operation.name", "moderation")
        .containsEntry("gen_ai.response.id", "m-1")
        .containsEntry("gen_ai.response.model", "omni-2024-09-26");
  }

  private static String batch(String status) {
    return "{\"id\":\"b-1\",\"object\":\"batch\",\"completion_window\":\"24h\",\"created_at\":1,"
        + "\"endpoint\":\"/v1/chat/completions\",\"input_file_id\":\"f-1\",\"status\":\""
        + status
        + "\"}";
  }

  @Test
  void aBatchThatIsMadeTellsItsIdAndHowItStands() throws Exception {
    BatchCreateParams params =
        BatchCreateParams.builder()
            .inputFileId("f-1")
            .endpoint(BatchCreateParams.Endpoint.V1_CHAT_COMPLETIONS)
            .completionWindow(BatchCreateParams.CompletionWindow._24H)
            .build();

    RecordedSpan span =
        spanOf(
            "create_batch",
            json(200, "", batch("validating")),
            client -> client.batches().create(params));

    assertThat(span.attributes())
        .containsEntry("gen_ai.response.id", "b-1")
        .containsEntry("gen_ai.response.finish_reasons", List.of("validating"));
  }

  @Test
  void aBatchThatIsFetchedIsNoNewOne() throws Exception {
    BatchRetrieveParams params = BatchRetrieveParams.builder().batchId("b-1").build();

    RecordedSpan span =
        spanOf(
            "fetch_response",
            json(200, "", batch("completed")),
            client -> client.batches().retrieve(params));

    assertThat(span.attributes())
        .containsEntry("gen_ai.operation.name", "fetch_response")
        .containsEntry("gen_ai.response.finish_reasons", List.of("completed"))
        .doesNotContainKey("gen_ai.usage.output_tokens");
  }
}
