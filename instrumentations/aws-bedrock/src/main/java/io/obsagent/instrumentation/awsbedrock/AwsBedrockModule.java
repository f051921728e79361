// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.awsbedrock;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/** Bedrock's runtime at its clients: what retries, credentials and HTTP do is below. */
public final class AwsBedrockModule extends InstrumentationModule {
  private static final String PACKAGE = "software.amazon.awssdk.services.bedrockruntime.";
  private static final String MODEL = PACKAGE + "model.";

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
            AwsBedrockModule::advise));
  }

  private static void advise(Advices advices) {
    String whole = ClientAdvices.Whole.class.getName();
    String streamed = ClientAdvices.Streamed.class.getName();
    advices.on(named("converse").takes(MODEL + "ConverseRequest"), whole);
    advices.on(named("invokeModel").takes(MODEL + "InvokeModelRequest"), whole);
    advices.on(
        named("converseStream")
            .takes(MODEL + "ConverseStreamRequest", MODEL + "ConverseStreamResponseHandler"),
        streamed);
    advices.on(
        named("invokeModelWithResponseStream")
            .takes(
                MODEL + "InvokeModelWithResponseStreamRequest",
                MODEL + "InvokeModelWithResponseStreamResponseHandler"),
        streamed);
    advices.on(
        named("invokeModelWithBidirectionalStream")
            .takes(
                MODEL + "InvokeModelWithBidirectionalStreamRequest",
                "org.reactivestreams.Publisher",
                MODEL + "InvokeModelWithBidirectionalStreamResponseHandler"),
        streamed);
  }
}
