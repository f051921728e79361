// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.genai;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Classes named as the generator names them, which writes them anew for each library. */
class FieldValueTest {
  /** A field that is as documented. */
  public record KnownValue(@Nullable Object value) {}

  /** A field of a request that sends parts. */
  public record MultipartField(Object value) {}

  /** A field of another type than documented. */
  public record JsonString(String value) {}

  /** The same of a number. */
  public record JsonNumber(Number value) {}

  /** The same of an object, whose fields are such fields again. */
  public record JsonObject(Map<String, Object> values) {}

  /** The same of an array. */
  public record JsonArray(List<Object> values) {}

  /** A field that is not there. */
  public record JsonMissing(String value) {}

  /** A field that is null. */
  public record JsonNull(String value) {}

  /** An enumeration to which the provider may add. */
  public record Open(Object word) {
    public Object _value() {
      return word;
    }
  }

  /** A class of the library's that has a value and is none of these. */
  public record Reasoning(String value) {}

  @Test
  void aFieldGivesWhatItHolds() {
    assertThat(FieldValue.of(new KnownValue(5L))).isEqualTo(5L);
    assertThat(FieldValue.of(new MultipartField("tea"))).isEqualTo("tea");
    assertThat(FieldValue.of(new JsonString("tea"))).isEqualTo("tea");
    assertThat(FieldValue.of(new JsonNumber(0.5))).isEqualTo(0.5);
    assertThat(FieldValue.of(new JsonObject(Map.of("a", 1)))).isEqualTo(Map.of("a", 1));
    assertThat(FieldValue.of(new JsonArray(List.of(1)))).isEqualTo(List.of(1));
  }

  @Test
  void whatIsNotThereIsNull() {
    assertThat(FieldValue.of(null)).isNull();
    assertThat(FieldValue.of(new JsonMissing("never read"))).isNull();
    assertThat(FieldValue.of(new JsonNull("never read"))).isNull();
    assertThat(FieldValue.of(new KnownValue(null))).isNull();
    assertThat(FieldValue.of(Optional.empty())).isNull();
  }

  @Test
  void whatIsHeldByWhatIsHeldIsFound() {
    assertThat(FieldValue.of(Optional.of(new KnownValue(new Open(new JsonString("flex"))))))
        .isEqualTo("flex");
  }

  @Test
  void anythingElseIsItself() {
    Reasoning one = new Reasoning("high");
    assertThat(FieldValue.of(one)).isSameAs(one);
    assertThat(FieldValue.of("tea")).isEqualTo("tea");
    assertThat(FieldValue.of(List.of(1))).isEqualTo(List.of(1));
  }
}
