// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.awsbedrock;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/** Bedrock's runtime at its clients: what retries, credentials and HTTP do is below. */
public final class AwsBedrockModule extends InstrumentationModule {
  private static final String PACKAGE = "software.amazon.awssdk.services.bedrockruntime.";

  public AwsBedrockModule() {
    super("aws-bedrock", "AWS SDK 2.26–2.59 (bedrockruntime)");
  }

  @Override
  public String description() {
    return "Model calls of AWS Bedrock (converse and invokeModel, with bodies of Anthropic, Nova,"
        + " Titan, Llama, Mistral and Cohere), whole and streamed: duration, tokens, cost,"
        + " time to the first chunk.";
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(
        TypeInstrumentation.of(
            TypeMatch.named(
                PACKAGE + "DefaultBedrockRuntimeClient",
                PACKAGE + "DefaultBedrockRuntimeAsyncClient"),
            advices ->
                advices.on(
                    named(
                        "converse",
                        "invokeModel",
                        "converseStream",
                        "invokeModelWithResponseStream",
                        "invokeModelWithBidirectionalStream"),
                    ClientAdvices.Call.class.getName())));
  }
}
