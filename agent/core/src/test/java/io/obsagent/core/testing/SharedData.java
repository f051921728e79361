// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.testing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/** Test data that is not the project's to carry; a test without it is skipped. */
public final class SharedData {
  private SharedData() {}

  /** The objects of a JSON file's array. */
  @SuppressWarnings("unchecked")
  public static List<Map<String, Object>> objects(String name) throws IOException {
    Path file = Path.of(System.getProperty("test.shared.dir", "shared"), "data", name);
    Assumptions.assumeTrue(Files.exists(file), "test data " + name + " is not here");
    try (JsonParser parser =
        JsonFactory.builder()
            .build()
            .createParser(file.toFile())
            .enable(JsonParser.Feature.ALLOW_COMMENTS)) {
      parser.nextToken();
      return (List<Map<String, Object>>) value(parser);
    }
  }

  private static Object value(JsonParser parser) throws IOException {
    if (parser.currentToken() == JsonToken.START_ARRAY) {
      List<Object> list = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        list.add(value(parser));
      }
      return list;
    }
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      Map<String, Object> map = new LinkedHashMap<>();
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        parser.nextToken();
        map.put(name, value(parser));
      }
      return map;
    }
    return switch (parser.currentToken()) {
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> parser.getText();
    };
  }
}
