// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.googlegenai;

import static io.obsagent.instrumentation.googlegenai.GeminiWire.TEXT;
import static io.obsagent.instrumentation.googlegenai.GeminiWire.USAGE;
import static io.obsagent.instrumentation.googlegenai.GeminiWire.USAGE_SO_FAR;
import static io.obsagent.instrumentation.googlegenai.GeminiWire.answer;
import static io.obsagent.instrumentation.googlegenai.GeminiWire.chunk;

import com.google.genai.ResponseStream;
import com.google.genai.types.GenerateContentResponse;
import io.obsagent.testing.GenAiKit;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

class ContentKitTest extends GenAiKit {
  private static final String TOOL_CALL =
      "{\"functionCall\":{\"name\":\"kettle\",\"args\":{\"litres\":1}}}";

  @Override
  protected Wire wire() {
    return new Wire(
        answer(TEXT, "STOP", USAGE),
        "STOP",
        answer(TOOL_CALL, "STOP", USAGE),
        "STOP",
        answer(TEXT, "STOP", ""),
        // The library reads one ahead.
        chunk(answer(TEXT, "", "")) + chunk(answer(TEXT, "", "")),
        // Some models tell with each chunk why they ended, and the tokens so far.
        chunk(answer(TEXT, "STOP", USAGE_SO_FAR)).repeat(2) + chunk(answer(TEXT, "STOP", USAGE)),
        true);
  }

  @Override
  protected String toolCallStream() {
    return chunk(answer(TOOL_CALL, "", "")) + chunk(answer("{\"text\":\"\"}", "STOP", USAGE));
  }

  /** Getters of the whole answer give what its first candidate would. */
  @Override
  protected Choiceless withoutChoices() {
    return new Choiceless(GeminiWire.withoutCandidates(), chunk(GeminiWire.withoutCandidates()));
  }

  @Override
  protected @Nullable String toolCallId() {
    return null;
  }

  @Override
  protected String streamedText() {
    return "Tea.".repeat(5);
  }

  @Override
  protected Detailed detailed() {
    String usage =
        ",\"usageMetadata\":{\"promptTokenCount\":28,\"toolUsePromptTokenCount\":2,"
            + "\"candidatesTokenCount\":13,\"thoughtsTokenCount\":7,"
            + "\"cachedContentTokenCount\":10,\"promptTokensDetails\":["
            + "{\"modality\":\"TEXT\",\"tokenCount\":24},{\"modality\":\"AUDIO\",\"tokenCount\":4}]}";
    return new Detailed(
        answer(TEXT, "STOP", usage),
        Map.of(
            "input_tokens",
            30L,
            "output_tokens",
            20L,
            "cache_read.input_tokens",
            10L,
            "reasoning.output_tokens",
            7L,
            "audio.input_tokens",
            4L));
  }

  @Override
  protected String refusal(int status, String message) {
    return "{\"error\":{\"code\":" + status + ",\"message\":\"" + message + "\"}}";
  }

  @Override
  protected String provider() {
    return "gcp.gemini";
  }

  @Override
  protected String operation() {
    return "generate_content";
  }

  /** As Apache's client does, which it had before OkHttp. */
  @Override
  protected boolean holdsConnections() {
    return GeminiWire.isOfApache();
  }

  /** What it sends again is within one call of OkHttp, which the agent sees as one. */
  @Override
  protected boolean retries() {
    return false;
  }

  /** What the application gets depends on the library's future: it cannot be cancelled. */
  @Override
  protected boolean cancels() {
    return false;
  }

  @Override
  protected Client connect(String url, int retries) throws Exception {
    return new ContentClient(GeminiWire.connect(url, KEY, retries));
  }

  private record ContentClient(com.google.genai.Client client) implements Client {
    private static final String QUESTION = "Which kettle is good?";

    @Override
    public void ask(String model) {
      client.models.generateContent(model, QUESTION, null);
    }

    @Override
    public CompletableFuture<?> askLater(String model) {
      return client.async.models.generateContent(model, QUESTION, null);
    }

    @Override
    public Chunks stream(String model) {
      return new Pulled(client.models.generateContentStream(model, QUESTION, null));
    }

    @Override
    public void close() {
      client.close();
    }
  }

  /** The library's stream, read by hand. */
  private static final class Pulled implements Chunks {
    private final ResponseStream<GenerateContentResponse> stream;
    private final Iterator<GenerateContentResponse> iterator;

    Pulled(ResponseStream<GenerateContentResponse> stream) {
      this.stream = stream;
      this.iterator = stream.iterator();
    }

    @Override
    public boolean next() {
      if (!iterator.hasNext()) {
        return false;
      }
      iterator.next();
      return true;
    }

    @Override
    public void close() {
      stream.close();
    }
  }
}
