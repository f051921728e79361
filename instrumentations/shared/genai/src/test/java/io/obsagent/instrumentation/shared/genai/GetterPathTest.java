// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.genai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GetterPathTest {
  /** As a library's older version has it. */
  public record Older(@Nullable Integer maxTokens) {}

  /** As its newer version does, which keeps the old name beside the new one. */
  public record Newer(@Nullable Integer maxCompletionTokens, @Nullable Integer maxTokens) {}

  /** What leads on. */
  public record Options(@Nullable Object options) {}

  /** As a library's that finds an answer not as documented. */
  public static final class Broken {
    public Object options() {
      throw new IllegalStateException("the library's own");
    }
  }

  /** What a library gives out of a class that it keeps to itself. */
  public interface Named {
    String name();
  }

  private record Hidden(String name) implements Named {}

  private static final GetterPath MOST = new GetterPath("maxCompletionTokens", "maxTokens");

  @Test
  void theFirstWayThatLeadsToAValueCounts() {
    assertThat(MOST.apply(new Newer(5, 9))).isEqualTo(5);
    assertThat(MOST.apply(new Newer(null, 9))).isEqualTo(9);
    assertThat(MOST.apply(new Newer(null, null))).isNull();
  }

  @Test
  void aGetterThatAVersionLacksIsNoWay() {
    assertThat(MOST.apply(new Older(9))).isEqualTo(9);
    assertThat(new GetterPath("options.seed", "maxTokens").apply(new Older(9))).isEqualTo(9);
    assertThat(new GetterPath("seed").apply(new Older(9))).isNull();
    assertThat(new GetterPath().apply(new Older(9))).isNull();
  }

  @Test
  void ofNamesForOneStepTheFirstThatTheClassHasCountsWhateverItGives() {
    GetterPath one = new GetterPath("maxCompletionTokens|maxTokens");
    assertThat(one.apply(new Older(9))).isEqualTo(9);
    assertThat(one.apply(new Newer(null, 9))).isNull();
  }

  @Test
  void nothingLeadsNowhere() {
    GetterPath two = new GetterPath("options.maxTokens");
    assertThat(two.apply(null)).isNull();
    assertThat(two.apply(new Options(null))).isNull();
    assertThat(two.apply(new Options(Optional.empty()))).isNull();
  }

  @Test
  void whatAnOptionalHoldsLeadsOn() {
    assertThat(
            new GetterPath("options.options.maxTokens")
                .apply(new Options(Optional.of(new Options(new Older(9))))))
        .isEqualTo(9);
  }

  @Test
  void aMapIsAskedForItsKeyAndNotForItsMethods() {
    GetterPath size = new GetterPath("options.size");
    assertThat(size.apply(new Options(Map.of("size", 9)))).isEqualTo(9);
    assertThat(size.apply(new Options(Map.of("other", 9)))).isNull();
  }

  @Test
  void aTypeOfAnotherKindHasNoSuchGetter() {
    assertThat(new GetterPath("options.maxTokens").apply(new Options("none"))).isNull();
  }

  @Test
  void aLibraryMayHoldItsValuesInItsOwnWay() {
    GetterPath halved =
        new GetterPath(
            value -> value instanceof Integer number ? (Object) (number / 2) : value,
            "options.maxTokens");
    assertThat(halved.apply(new Options(new Older(8)))).isEqualTo(4);
  }

  @Test
  void theMethodsOfAHiddenClassAreThoseOfItsInterfaces() {
    assertThat(new GetterPath("name").text(new Hidden("tea"))).isEqualTo("tea");
  }

  @Test
  void anEmptyTextIsNone() {
    assertThat(new GetterPath("name").text(new Hidden(""))).isNull();
    assertThat(new GetterPath("maxTokens").text(new Older(9))).isEqualTo("9");
  }

  @Test
  void whatAGetterThrowsIsForWhoReads() {
    assertThatThrownBy(() -> new GetterPath("options.maxTokens").apply(new Broken()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the library's own");
  }
}
