// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.azureai;

import com.azure.core.util.IterableStream;
import io.obsagent.testing.GenAiKit;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What holds for both libraries. */
abstract class AzureKit extends GenAiKit {
  @Override
  protected Wire wire() {
    return AzureWire.wire();
  }

  @Override
  protected String toolCallStream() {
    return AzureWire.toolCallStream();
  }

  @Override
  protected String limitHeaders() {
    return AzureWire.LIMITS;
  }

  /** As whoever waits for a Flux sees it. */
  @Override
  protected boolean failsFirst() {
    return true;
  }

  /** Netty holds who waits for chunks. */
  @Override
  protected boolean forgets() {
    return false;
  }

  /** What comes in one piece is parsed as one. */
  @Override
  protected boolean readsAhead() {
    return true;
  }

  /** Clients of both kinds. */
  abstract static class Clients implements Client {
    abstract Mono<?> later(String model);

    abstract IterableStream<?> iterated(String model);

    abstract Flux<?> pushed(String model);

    @Override
    public CompletableFuture<?> askLater(String model) {
      return later(model).toFuture();
    }

    @Override
    public Chunks stream(String model) {
      return new Pulled(iterated(model).stream());
    }

    @Override
    public CompletableFuture<?> push(String model, Runnable onChunk) {
      CompletableFuture<String> end = new CompletableFuture<>();
      pushed(model)
          .subscribe(
              chunk -> onChunk.run(), end::completeExceptionally, () -> end.complete("complete"));
      return end;
    }
  }

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
