// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.aioverhead;

import com.cohere.api.Cohere;
import com.cohere.api.resources.v2.requests.V2ChatRequest;
import com.cohere.api.resources.v2.requests.V2ChatStreamRequest;
import com.cohere.api.types.ChatMessageV2;
import com.cohere.api.types.UserMessageV2;
import com.cohere.api.types.UserMessageV2Content;
import java.util.List;

/** cohere-java. */
final class CohereSdk implements Sdk {
  private static final String MODEL = "command-r-plus";
  private static final List<ChatMessageV2> QUESTION =
      List.of(
          ChatMessageV2.user(
              UserMessageV2.builder().content(UserMessageV2Content.of("Tea?")).build()));

  private final InMemory server = new InMemory(Wire.COHERE);
  private final Cohere client = Cohere.builder().token("key").httpClient(server.client()).build();
  private final V2ChatRequest question =
      V2ChatRequest.builder().model(MODEL).messages(QUESTION).build();
  private final V2ChatStreamRequest streamed =
      V2ChatStreamRequest.builder().model(MODEL).messages(QUESTION).build();

  @Override
  public String name() {
    return "cohere-java";
  }

  @Override
  public void ask() {
    client.v2().chat(question);
  }

  @Override
  public boolean stream(int chunks) {
    server.stream(chunks, Wire::cohereStream);
    try {
      client.v2().chatStream(streamed).forEach(chunk -> Seen.chunk());
    } finally {
      server.whole();
    }
    return true;
  }
}
