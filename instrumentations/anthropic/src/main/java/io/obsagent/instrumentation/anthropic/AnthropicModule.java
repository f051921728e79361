// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.anthropic;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/** anthropic-java at its services for raw responses, which all else calls. */
public final class AnthropicModule extends InstrumentationModule {
  public AnthropicModule() {
    super("anthropic", "anthropic-java 1.4–3.11");
  }

  @Override
  public String description() {
    return "Model calls of anthropic-java (messages, beta messages, batches), whole and streamed, by"
        + " Anthropic, Bedrock, Vertex AI and Foundry: duration, tokens, cost, time to the first"
        + " chunk.";
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(
        new Service("", "MessageService", "create", "createStreaming"),
        new Service("beta.", "MessageService", "create", "createStreaming"),
        new Service("messages.", "BatchService", "create", "retrieve"),
        new Service("beta.messages.", "BatchService", "create", "retrieve"),
        new OwnTracer());
  }

  private record Service(String place, String name, String... methods)
      implements TypeInstrumentation {
    private static final String SERVICES = "com.anthropic.services.";
    private static final String OPTIONS = "com.anthropic.core.RequestOptions";

    @Override
    public TypeMatch type() {
      return TypeMatch.named(
          SERVICES + "blocking." + place + name + "Impl$WithRawResponseImpl",
          SERVICES + "async." + place + name + "AsyncImpl$WithRawResponseImpl");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(named(methods).takes(null, OPTIONS), AnthropicAdvices.Create.class.getName());
    }
  }

  private record OwnTracer() implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("com.anthropic.core.opentelemetry.TraceApiCall");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          named("tracer").takes("com.anthropic.core.ClientOptions").orSynthetic(),
          AnthropicAdvices.OwnTracer.class.getName());
    }
  }
}
