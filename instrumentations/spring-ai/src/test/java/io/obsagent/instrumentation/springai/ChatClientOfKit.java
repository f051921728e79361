// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springai;

import io.obsagent.testing.GenAiCalls.Chunks;
import io.obsagent.testing.GenAiCalls.Client;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.prompt.Prompt;

/** A model, as the kit calls it. */
record ChatClientOfKit(ChatModel model, Function<String, Prompt> question) implements Client {
  @Override
  public void ask(String name) {
    model.call(question.apply(name));
  }

  @Override
  public CompletableFuture<?> askLater(String name) {
    return null;
  }

  @Override
  public Chunks stream(String name) {
    return new Pulled(model.stream(question.apply(name)).toStream(1));
  }

  @Override
  public CompletableFuture<?> push(String name, Runnable onChunk) {
    CompletableFuture<String> end = new CompletableFuture<>();
    model.stream(question.apply(name))
        .subscribe(
            chunk -> onChunk.run(), end::completeExceptionally, () -> end.complete("complete"));
    return end;
  }

  /** Chunks, waited for one by one. */
  private static final class Pulled implements Chunks {
    private final Stream<?> stream;
    private final Iterator<?> iterator;

    Pulled(Stream<?> stream) {
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
