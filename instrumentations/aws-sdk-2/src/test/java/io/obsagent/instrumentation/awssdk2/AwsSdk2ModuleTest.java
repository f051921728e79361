// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.awssdk2;

import static io.obsagent.testing.ScriptedServer.json;

import io.obsagent.testing.ModuleKit;
import io.obsagent.testing.ScriptedServer;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.s3.S3Client;

class AwsSdk2ModuleTest extends ModuleKit {
  AwsSdk2ModuleTest() {
    super(new AwsSdk2Module());
  }

  @Override
  protected String use() throws Exception {
    Map<String, AttributeValue> key = Map.of("id", AttributeValue.builder().s("1").build());
    String item = "{\"Item\":{\"id\":{\"S\":\"1\"}}}";
    try (ScriptedServer server =
            new ScriptedServer(
                json(200, "", item),
                json(500, "", "{}"),
                json(200, "", item),
                json(200, "", "tea"));
        DynamoDbClient client = Clients.dynamoDb(server.url(), 0);
        DynamoDbAsyncClient async = Clients.dynamoDbAsync(server.url(), 1);
        S3Client s3 = Clients.s3(server.url())) {
      return client.getItem(get -> get.tableName("t").key(key)).item().toString()
          + async.getItem(get -> get.tableName("t").key(key)).get().item()
          + s3.getObjectAsBytes(get -> get.bucket("b").key("k")).asUtf8String();
    }
  }
}
