// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.awsmessaging;

import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.SdkEventLoopGroup;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Clients for local queues. */
final class Clients {
  /** Its threads take two seconds to go. */
  private static final SdkEventLoopGroup LOOPS = SdkEventLoopGroup.builder().build();

  private Clients() {}

  static SqsClient sqs(String url) {
    return set(SqsClient.builder(), url).build();
  }

  static SqsAsyncClient sqsAsync(String url) {
    return set(SqsAsyncClient.builder(), url)
        .httpClientBuilder(NettyNioAsyncHttpClient.builder().eventLoopGroup(LOOPS))
        .build();
  }

  static SnsClient sns(String url) {
    return set(SnsClient.builder(), url).build();
  }

  private static <B extends AwsClientBuilder<B, ?>> B set(B builder, String url) {
    return builder
        .endpointOverride(URI.create(url))
        .region(Region.EU_CENTRAL_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")));
  }
}
