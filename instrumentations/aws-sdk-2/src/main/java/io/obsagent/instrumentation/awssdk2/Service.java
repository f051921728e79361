// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.awssdk2;

import io.obsagent.spi.telemetry.RpcCall;
import io.obsagent.spi.telemetry.WeakMap;
import io.opentelemetry.api.common.AttributeKey;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.client.config.AwsClientOption;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.client.config.SdkClientConfiguration;
import software.amazon.awssdk.core.client.config.SdkClientOption;
import software.amazon.awssdk.regions.Region;

/**
 * The service that a client calls.
 *
 * @param name as the SDK has it: {@code S3}, {@code DynamoDb}
 * @param region or null
 * @param field of requests that names what they are about, or null
 * @param key under which that is told; of the OpenTelemetry conventions
 * @param calls by the operation's name, of which a service has so many
 */
record Service(
    String name,
    @Nullable String region,
    @Nullable String field,
    @Nullable AttributeKey<String> key,
    ConcurrentHashMap<String, RpcCall> calls) {
  static final String DYNAMO_DB = "DynamoDb";
  static final String BEDROCK = "BedrockRuntime";

  /** One for each client. */
  static final WeakMap<Object, Service> OF_HANDLERS = new WeakMap<>();

  static Service of(SdkClientConfiguration configuration) {
    String name = configuration.option(SdkClientOption.SERVICE_NAME);
    Region region = configuration.option(AwsClientOption.AWS_REGION);
    String service = name == null ? "unknown" : name.replace(" ", "");
    String[] about = about(service);
    return new Service(
        service,
        region == null ? null : region.id(),
        about.length == 0 ? null : about[0],
        about.length == 0 ? null : AttributeKey.stringKey(about[1]),
        new ConcurrentHashMap<>());
  }

  private static String[] about(String service) {
    return switch (service) {
      case DYNAMO_DB -> new String[] {"TableName", "db.collection.name"};
      case "S3" -> new String[] {"Bucket", "aws.s3.bucket"};
      case "Sqs" -> new String[] {"QueueUrl", "aws.sqs.queue.url"};
      case "Sns" -> new String[] {"TopicArn", "aws.sns.topic.arn"};
      case "Kinesis" -> new String[] {"StreamName", "aws.kinesis.stream_name"};
      case "Lambda" -> new String[] {"FunctionName", "faas.invoked_name"};
      case "Sfn" -> new String[] {"StateMachineArn", "aws.step_functions.state_machine.arn"};
      default -> new String[0];
    };
  }

  RpcCall call(String operation) {
    RpcCall known = calls.get(operation);
    if (known == null) {
      known = new RpcCall("aws-api", name + '/' + operation, null, -1);
      calls.put(operation, known);
    }
    return known;
  }

  /** What a request is about: a table, a bucket; null where it does not say. */
  @Nullable String about(SdkRequest request) {
    return field == null ? null : request.getValueForField(field, String.class).orElse(null);
  }
}
