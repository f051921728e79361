// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.aioverhead;

import com.google.genai.Client;
import com.google.genai.ResponseStream;
import com.google.genai.types.ClientOptions;
import com.google.genai.types.GenerateContentResponse;

/** google-genai. */
final class GoogleSdk implements Sdk {
  private final InMemory server = new InMemory(Wire.GEMINI);
  private final Client client =
      Client.builder()
          .apiKey("key")
          .vertexAI(false)
          .clientOptions(ClientOptions.builder().customHttpClient(server.client()).build())
          .build();

  @Override
  public String name() {
    return "google-genai";
  }

  @Override
  public void ask() {
    client.models.generateContent("gemini-2.5-flash", "Tea?", null);
  }

  @Override
  public boolean stream(int chunks) {
    server.stream(chunks, length -> ("data: " + Wire.GEMINI + "\n\n").repeat(length));
    try (ResponseStream<GenerateContentResponse> stream =
        client.models.generateContentStream("gemini-2.5-flash", "Tea?", null)) {
      stream.forEach(chunk -> Seen.chunk());
    } finally {
      server.whole();
    }
    return true;
  }
}
