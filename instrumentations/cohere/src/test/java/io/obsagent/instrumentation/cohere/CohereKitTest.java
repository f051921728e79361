// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.cohere;

import com.cohere.api.Cohere;
import io.obsagent.testing.GenAiKit;
import java.io.Closeable;
import java.io.IOException;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

class CohereKitTest extends GenAiKit {
  @Override
  protected Wire wire() {
    return new Wire(
        CohereWire.ANSWER + "," + CohereWire.usage(3, 2, "") + "}",
        "COMPLETE",
        "{\"id\":\"r-1\",\"finish_reason\":\"TOOL_CALL\",\"message\":{\"role\":\"assistant\","
            + "\"tool_calls\":[{\"id\":\"t-1\",\"type\":\"function\",\"function\":"
            + "{\"name\":\"kettle\",\"arguments\":\"{\\\"litres\\\":1}\"}}]}}",
        "TOOL_CALL",
        CohereWire.ANSWER + "}",
        CohereWire.start() + CohereWire.delta("Tea"),
        CohereWire.delta(".") + CohereWire.end(),
        false);
  }

  @Override
  protected String toolCallStream() {
    return CohereWire.start()
        + CohereWire.toolCall(
            "tool-call-start",
            "\"id\":\"t-1\",\"type\":\"function\",",
            "\"name\":\"kettle\",\"arguments\":\"\"")
        + CohereWire.toolCall("tool-call-delta", "", "\"arguments\":\"{\\\"litres\"")
        + CohereWire.toolCall("tool-call-delta", "", "\"arguments\":\"\\\":1}\"")
        + CohereWire.end();
  }

  @Override
  protected Detailed detailed() {
    boolean cached = CohereWire.readsEvents();
    String usage = CohereWire.usage(30, 20, cached ? ",\"cached_tokens\":10" : "");
    Map<String, Long> told =
        cached
            ? Map.of("input_tokens", 30L, "output_tokens", 20L, "cache_read.input_tokens", 10L)
            : Map.of("input_tokens", 30L, "output_tokens", 20L);
    return new Detailed(CohereWire.ANSWER + "," + usage + "}", told);
  }

  @Override
  protected String refusal(int status, String message) {
    return "{\"message\":\"" + message + "\"}";
  }

  @Override
  protected String provider() {
    return "cohere";
  }

  @Override
  protected @Nullable String modelTold() {
    return null;
  }

  @Override
  protected boolean tellsCuts() {
    return false;
  }

  /** What it sends again is within one call of OkHttp, which the agent sees as one. */
  @Override
  protected boolean retries() {
    return false;
  }

  @Override
  protected boolean cancels() {
    return false;
  }

  @Override
  protected Client connect(String url, int retries) throws Exception {
    return new ChatClient(url, CohereWire.connect(url, KEY));
  }

  private record ChatClient(String url, Cohere client) implements Client {
    @Override
    public void ask(String model) throws Exception {
      CohereWire.chat(client.v2(), model, QUESTION);
    }

    @Override
    public @Nullable CompletableFuture<?> askLater(String model) throws Exception {
      return CohereWire.hasFutures()
          ? CohereWire.chatLater(CohereWire.connectLater(url, KEY), model, QUESTION)
          : null;
    }

    @Override
    public @Nullable Chunks stream(String model) throws Exception {
      if (!CohereWire.readsEvents()) {
        return null; // nobody can close it
      }
      return new Pulled(
          (Iterable<?>)
              CohereWire.call(client.v2(), "chatStream", CohereWire.question(model, QUESTION)));
    }
  }

  /** The library's stream, read by hand. */
  private static final class Pulled implements Chunks {
    private final Iterable<?> stream;
    private final Iterator<?> iterator;

    Pulled(Iterable<?> stream) {
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
    public void close() throws IOException {
      ((Closeable) stream).close();
    }
  }
}
