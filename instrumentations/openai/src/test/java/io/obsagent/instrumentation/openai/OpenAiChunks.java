// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.openai;

import com.openai.core.http.AsyncStreamResponse;
import com.openai.core.http.StreamResponse;
import io.obsagent.testing.GenAiCalls.Chunks;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;

/** The library's stream, read by hand. */
final class OpenAiChunks implements Chunks {
  static final String LIMITS =
      "x-ratelimit-limit-requests: 100\r\nx-ratelimit-remaining-requests: 99\r\n"
          + "x-ratelimit-limit-tokens: 5000\r\nx-ratelimit-remaining-tokens: 4000\r\n";

  private final StreamResponse<?> response;
  private final Iterator<?> iterator;

  OpenAiChunks(StreamResponse<?> response) {
    this.response = response;
    this.iterator = response.stream().iterator();
  }

  static CompletableFuture<?> push(AsyncStreamResponse<?> response, Runnable onChunk) {
    response.subscribe(chunk -> onChunk.run());
    return response.onCompleteFuture();
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
    response.close();
  }
}
