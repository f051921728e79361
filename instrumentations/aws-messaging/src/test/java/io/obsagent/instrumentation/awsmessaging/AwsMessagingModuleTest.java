// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.awsmessaging;

import io.obsagent.testing.ModuleKit;
import java.util.StringJoiner;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

class AwsMessagingModuleTest extends ModuleKit {
  AwsMessagingModuleTest() {
    super(new AwsMessagingModule());
  }

  @Override
  protected String use() {
    StringJoiner seen = new StringJoiner(" ");
    try (Queues queues = new Queues();
        SqsClient sqs = Clients.sqs(queues.url());
        SnsClient sns = Clients.sns(queues.url())) {
      seen.add(
          sqs.sendMessage(send -> send.queueUrl(queues.url("q")).messageBody("tea")).messageId());
      seen.add(
          sns.publish(send -> send.topicArn("arn:aws:sns:eu-central-1:1:q").message("milk"))
              .messageId());
      for (int i = 0; i < 2; i++) {
        for (Message message :
            sqs.receiveMessage(ask -> ask.queueUrl(queues.url("q"))).messages()) {
          seen.add(message.messageId() + message.body());
        }
      }
    }
    return seen.toString();
  }
}
