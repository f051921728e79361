// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.genai;

import io.obsagent.spi.telemetry.GenAiContent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is said, remembered; of nothing, nothing. */
final class FakeContent implements GenAiContent {
  final List<String> said = new ArrayList<>();

  @Override
  public void instructions(@Nullable String text) {
    add("instructions", text);
  }

  @Override
  public void input(String role, @Nullable String text) {
    add(role, text);
  }

  @Override
  public void output(@Nullable String text) {
    add("answer", text);
  }

  @Override
  public void toolCall(@Nullable String id, @Nullable String name, @Nullable String arguments) {
    add("call " + id + ' ' + name, String.valueOf(arguments));
  }

  @Override
  public void toolResult(@Nullable String id, @Nullable String result) {
    add("result " + id, result);
  }

  private void add(String what, @Nullable String text) {
    if (text != null) {
      said.add(what + ": " + text);
    }
  }
}
