// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.awsbedrock;

import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.retry.RetryPolicy;
import software.amazon.awssdk.core.retry.backoff.BackoffStrategy;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.SdkEventLoopGroup;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;

/** Both clients of the library, for one server. */
record BedrockClients(BedrockRuntimeClient client, BedrockRuntimeAsyncClient async)
    implements AutoCloseable {
  /** Its threads take two seconds to go. */
  private static final SdkEventLoopGroup LOOPS = SdkEventLoopGroup.builder().build();

  static BedrockClients connect(String url, String key, int retries) {
    return connect(url, key, retries, Duration.ofSeconds(60));
  }

  /**
   * @param patience with a server that says nothing
   */
  static BedrockClients connect(String url, String key, int retries, Duration patience) {
    return new BedrockClients(
        set(BedrockRuntimeClient.builder(), url, key, retries).build(),
        set(BedrockRuntimeAsyncClient.builder(), url, key, retries)
            .httpClientBuilder(
                NettyNioAsyncHttpClient.builder()
                    .eventLoopGroup(LOOPS)
                    .protocol(Protocol.HTTP1_1)
                    .readTimeout(patience))
            .build());
  }

  private static <B extends AwsClientBuilder<B, ?>> B set(
      B builder, String url, String key, int retries) {
    RetryPolicy policy =
        RetryPolicy.builder()
            .numRetries(retries)
            .backoffStrategy(BackoffStrategy.none())
            .throttlingBackoffStrategy(BackoffStrategy.none())
            .build();
    return builder
        .endpointOverride(URI.create(url))
        .region(Region.EU_CENTRAL_1)
        .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(key, key)))
        .overrideConfiguration(settings -> settings.retryPolicy(policy));
  }

  @Override
  public void close() {
    client.close();
    async.close();
  }
}
