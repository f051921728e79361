// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Jackson reads is what was written, whatever that is. */
class JsonWriterTest {
  private static final ObjectMapper JACKSON = new ObjectMapper();
  private static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void jacksonReadsWhatWasWritten(long seed) throws IOException {
    Random random = new Random(seed);
    for (int i = 0; i < 200; i++) {
      JsonWriter writer = new JsonWriter();
      JsonNode expected = any(random, writer, 0);

      assertThat(JACKSON.readTree(writer.toBytes()))
          .isEqualTo(JACKSON.readTree(expected.toString()));
    }
  }

  @Test
  void everyCharacterComesBack() throws IOException {
    StringBuilder all = new StringBuilder();
    for (int code = 0; code <= Character.MAX_CODE_POINT; code++) {
      if (code < Character.MIN_SURROGATE || code > Character.MAX_SURROGATE) {
        all.appendCodePoint(code);
      }
    }
    byte[] json = new JsonWriter().value(all.toString()).toBytes();

    assertThat(JACKSON.readTree(json).textValue()).isEqualTo(all.toString());
  }

  @Test
  void halfOfAPairComesBackWhereUtf8HasNoFormForIt() throws IOException {
    for (String half : new String[] {"\ud83d", "\ude00", "a\ude00\ud83d", "\ud83d\ud83d\ude00"}) {
      byte[] json = new JsonWriter().value(half).toBytes();
      assertThat(JACKSON.readTree(json).textValue()).isEqualTo(half);
    }
  }

  @Test
  void treesMayBeDeep() throws IOException {
    int depth = 500;
    JsonWriter writer = new JsonWriter();
    for (int i = 0; i < depth; i++) {
      writer.array();
    }
    for (int i = 0; i < depth; i++) {
      writer.end();
    }

    assertThat(JACKSON.readTree(writer.toBytes()).toString()).hasSize(2 * depth);
  }

  @Test
  void everyFiniteNumberComesBackToTheBit() throws IOException {
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      double number = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(number)) {
        byte[] json = new JsonWriter().value(number).toBytes();
        assertThat(JACKSON.readTree(json).doubleValue()).isEqualTo(number);
      }
    }
  }

  @Test
  void whatIsNoNumberIsNull() {
    JsonWriter writer = new JsonWriter().array();
    writer.value(Double.NaN).value(Double.POSITIVE_INFINITY).value(Double.NEGATIVE_INFINITY).end();
    assertThat(writer.toString()).isEqualTo("[null,null,null]");
  }

  /** Writes a value and answers it as Jackson's. */
  private static JsonNode any(Random random, JsonWriter writer, int depth) {
    switch (random.nextInt(depth > 5 ? 6 : 9)) {
      case 0 -> {
        writer.value((String) null);
        return NODES.nullNode();
      }
      case 1 -> {
        boolean value = random.nextBoolean();
        writer.value(value);
        return NODES.booleanNode(value);
      }
      case 2 -> {
        long value = random.nextLong() >> random.nextInt(64);
        writer.value(value);
        return NODES.numberNode(value);
      }
      case 3 -> {
        BigDecimal value = BigDecimal.valueOf(random.nextLong(), random.nextInt(40));
        writer.value(value);
        return NODES.numberNode(new BigDecimal(value.toPlainString()));
      }
      case 4, 5 -> {
        String value = text(random);
        writer.value(value);
        return NODES.textNode(value);
      }
      case 6 -> {
        ArrayNode array = NODES.arrayNode();
        writer.array();
        for (int i = random.nextInt(4); i > 0; i--) {
          array.add(any(random, writer, depth + 1));
        }
        writer.end();
        return array;
      }
      default -> {
        ObjectNode object = NODES.objectNode();
        writer.object();
        for (int i = random.nextInt(4); i > 0; i--) {
          String name = i + text(random);
          writer.name(name);
          object.set(name, any(random, writer, depth + 1));
        }
        writer.end();
        return object;
      }
    }
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(12); i > 0; i--) {
      int code = random.nextInt(random.nextBoolean() ? 128 : Character.MAX_CODE_POINT + 1);
      text.appendCodePoint(Character.getType(code) == Character.SURROGATE ? '?' : code);
    }
    return text.toString();
  }
}
