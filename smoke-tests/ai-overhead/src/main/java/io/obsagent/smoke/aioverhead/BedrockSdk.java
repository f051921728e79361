// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.aioverhead;

import java.io.ByteArrayInputStream;
import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseRequest;
import software.amazon.awssdk.services.bedrockruntime.model.Message;

/** AWS' SDK; its streams come on threads of its own. */
final class BedrockSdk implements Sdk {
  private static final byte[] ANSWER = Wire.bytes(Wire.BEDROCK);

  private final BedrockRuntimeClient client =
      BedrockRuntimeClient.builder()
          .region(Region.EU_CENTRAL_1)
          .endpointOverride(URI.create("http://bedrock.local"))
          .credentialsProvider(
              StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "secret")))
          .httpClient(new Provider())
          .build();
  private final ConverseRequest question =
      ConverseRequest.builder()
          .modelId("anthropic.claude-sonnet-4-5-20250929-v1:0")
          .messages(Message.builder().role("user").content(ContentBlock.fromText("Tea?")).build())
          .build();

  private static final class Provider implements SdkHttpClient {
    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
      return new ExecutableHttpRequest() {
        @Override
        public HttpExecuteResponse call() {
          return HttpExecuteResponse.builder()
              .response(
                  SdkHttpResponse.builder()
                      .statusCode(200)
                      .putHeader("Content-Type", "application/json")
                      .build())
              .responseBody(AbortableInputStream.create(new ByteArrayInputStream(ANSWER)))
              .build();
        }

        @Override
        public void abort() {}
      };
    }

    @Override
    public void close() {}
  }

  @Override
  public String name() {
    return "AWS SDK 2, converse";
  }

  @Override
  public void ask() {
    client.converse(question);
  }
}
