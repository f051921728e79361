// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.rabbitmq;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.GetResponse;
import io.obsagent.testing.ModuleKit;
import io.obsagent.testing.RabbitBroker;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RabbitBroker.class)
class RabbitModuleTest extends ModuleKit {
  RabbitModuleTest() {
    super(new RabbitModule());
  }

  @Override
  protected String use() throws Exception {
    try (Connection connection = Clients.connect();
        Channel channel = connection.createChannel()) {
      String queue = channel.queueDeclare().getQueue();
      byte[] body = "value".getBytes(StandardCharsets.UTF_8);
      channel.basicPublish("", queue, null, body);
      GetResponse response = channel.basicGet(queue, false);
      channel.basicReject(response.getEnvelope().getDeliveryTag(), false);
      CompletableFuture<String> delivered = new CompletableFuture<>();
      channel.basicConsume(
          queue,
          true,
          (tag, delivery) ->
              delivered.complete(new String(delivery.getBody(), StandardCharsets.UTF_8)),
          tag -> {});
      channel.basicPublish("", queue, null, body);
      return response.getBody().length + delivered.get(60, TimeUnit.SECONDS);
    }
  }
}
