// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.openai;

import com.openai.core.http.StreamResponse;
import io.obsagent.testing.GenAiKit.Chunks;
import java.util.Iterator;

/** The library's stream, read by hand. */
final class OpenAiChunks implements Chunks {
  private final StreamResponse<?> response;
  private final Iterator<?> iterator;

  OpenAiChunks(StreamResponse<?> response) {
    this.response = response;
    this.iterator = response.stream().iterator();
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
