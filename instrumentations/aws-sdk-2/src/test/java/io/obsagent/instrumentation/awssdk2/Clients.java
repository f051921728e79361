// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.awssdk2;

import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.retry.RetryPolicy;
import software.amazon.awssdk.core.retry.backoff.BackoffStrategy;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.SdkEventLoopGroup;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Client;

/** Clients of two services, for a local server. */
final class Clients {
  static final String KEY = "AKIDPLANTED4711";

  /** Its threads take two seconds to go. */
  private static final SdkEventLoopGroup LOOPS = SdkEventLoopGroup.builder().build();

  private Clients() {}

  static DynamoDbClient dynamoDb(String url, int retries) {
    return set(DynamoDbClient.builder(), url, retries).build();
  }

  static DynamoDbAsyncClient dynamoDbAsync(String url, int retries) {
    return set(DynamoDbAsyncClient.builder(), url, retries)
        .httpClientBuilder(NettyNioAsyncHttpClient.builder().eventLoopGroup(LOOPS))
        .build();
  }

  static S3Client s3(String url) {
    return set(S3Client.builder().forcePathStyle(true), url, 0).build();
  }

  static S3AsyncClient s3Async(String url) {
    return set(S3AsyncClient.builder().forcePathStyle(true), url, 0)
        .httpClientBuilder(NettyNioAsyncHttpClient.builder().eventLoopGroup(LOOPS))
        .build();
  }

  private static <B extends AwsClientBuilder<B, ?>> B set(B builder, String url, int retries) {
    RetryPolicy policy =
        RetryPolicy.builder()
            .numRetries(retries)
            .backoffStrategy(BackoffStrategy.none())
            .throttlingBackoffStrategy(BackoffStrategy.none())
            .build();
    return builder
        .endpointOverride(URI.create(url))
        .region(Region.EU_CENTRAL_1)
        .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(KEY, KEY)))
        .overrideConfiguration(settings -> settings.retryPolicy(policy));
  }
}
