// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.cohere;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/**
 * cohere-java at its clients for both versions of the API. It is generated, and its types have
 * other names in every other version; none is named in advice.
 */
public final class CohereModule extends InstrumentationModule {
  private static final String API = "com.cohere.api.";

  public CohereModule() {
    super("cohere", "cohere-java 1.7–1.9");
  }

  @Override
  public String description() {
    return "Model calls of cohere-java (chat, generate, embed, rerank) by both versions of the API,"
        + " whole and streamed: duration, billed tokens, cost, time to the first chunk.";
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(new Client(), new Stream());
  }

  private record Client() implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named(
          API + "Cohere",
          API + "AsyncCohere",
          API + "resources.v2.V2Client",
          API + "resources.v2.AsyncV2Client");
    }

    /** With options or without: since 1.7 neither calls the other. */
    @Override
    public void advise(Advices advices) {
      advices.on(
          named("chat", "chatStream", "generate", "generateStream", "embed", "rerank")
              .takesFirst((String) null),
          ClientAdvices.Call.class.getName());
    }
  }

  private record Stream() implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named(API + "core.Stream");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(named("iterator").takes(), StreamAdvices.Iterator.class.getName());
      advices.on(named("close").takes(), StreamAdvices.Close.class.getName());
    }
  }
}
