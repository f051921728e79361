// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.awsmessaging;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/**
 * SQS and SNS at their clients, where a request can still get attributes. Whoever receives says
 * where to; that is known again when the answer's messages are asked for.
 */
public final class AwsMessagingModule extends InstrumentationModule {
  private static final String SERVICES = "software.amazon.awssdk.services.";
  private static final String SQS = SERVICES + "sqs.";
  private static final String SNS = SERVICES + "sns.";
  private static final String INTERCEPTOR = "software.amazon.awssdk.core.interceptor.";

  public AwsMessagingModule() {
    super("aws-messaging", "AWS SDK 2.20–2.59 (SQS, SNS)");
  }

  @Override
  public String description() {
    return "Messages of SQS that are sent, received and processed, and such of SNS that are published:"
        + " spans and metrics, with the trace context in message attributes.";
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(new Sqs(), new Sns(), new Chain(), new Received());
  }

  private record Sqs() implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named(SQS + "DefaultSqsClient", SQS + "DefaultSqsAsyncClient");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          named("sendMessage").takes(SQS + "model.SendMessageRequest"),
          SqsAdvices.Send.class.getName());
      advices.on(
          named("sendMessageBatch").takes(SQS + "model.SendMessageBatchRequest"),
          SqsAdvices.SendBatch.class.getName());
      advices.on(
          named("receiveMessage").takes(SQS + "model.ReceiveMessageRequest"),
          ReceiveAdvices.Ask.class.getName());
    }
  }

  private record Sns() implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named(SNS + "DefaultSnsClient", SNS + "DefaultSnsAsyncClient");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          named("publish").takes(SNS + "model.PublishRequest"), SnsAdvices.Publish.class.getName());
      advices.on(
          named("publishBatch").takes(SNS + "model.PublishBatchRequest"),
          SnsAdvices.PublishBatch.class.getName());
    }
  }

  private record Chain() implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named(INTERCEPTOR + "ExecutionInterceptorChain");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          named("afterExecution").takesFirst(INTERCEPTOR + "Context$AfterExecution"),
          ReceiveAdvices.Answered.class.getName());
    }
  }

  private record Received() implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named(SQS + "model.ReceiveMessageResponse");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(named("messages").takes(), ReceiveAdvices.Messages.class.getName());
    }
  }
}
