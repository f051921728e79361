// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.aioverhead;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** All that are measured, each made when it is its turn. */
final class Sdks {
  private static final List<Supplier<Sdk>> ALL =
      List.of(
          OpenAiSdk.Chat::new,
          OpenAiSdk.Responses::new,
          TalkSdk.Responses::new,
          TalkSdk.Realtime::new,
          AnthropicSdk::new,
          AzureSdk::new,
          InferenceSdk::new,
          BedrockSdk::new,
          BedrockStreamSdk.Converse::new,
          BedrockStreamSdk.Invoke::new,
          BedrockStreamSdk.Talk::new,
          LangChainSdk::new,
          GoogleSdk::new,
          LiveSdk::new,
          AgentSdk::new,
          CohereSdk::new,
          OllamaSdk::new,
          SpringSdk::new);

  private Sdks() {}

  /**
   * @param start of their names
   */
  static Iterable<Sdk> named(String start) {
    Stream<Sdk> all = ALL.stream().map(Supplier::get).filter(sdk -> sdk.name().startsWith(start));
    return all::iterator;
  }
}
