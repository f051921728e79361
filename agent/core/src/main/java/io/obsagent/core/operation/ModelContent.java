// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import io.obsagent.core.span.Bounds;
import io.obsagent.spi.http.JsonWriter;
import io.obsagent.spi.telemetry.GenAiContent;
import io.opentelemetry.api.common.AttributeKey;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What one call says: texts as they come, up to a bound of characters in each direction; redacted
 * and written as JSON of the conventions when an exporter reads them. Thread-safe.
 */
final class ModelContent implements GenAiContent {
  private static final int MAX_PARTS = 256;
  private static final String TEXT = "text";
  private static final String TOOL_CALL = "tool_call";

  /** A part of a message; {@code text} grows while a stream adds to it. */
  private record Part(
      String role, String type, @Nullable String id, @Nullable String name, StringBuilder text) {}

  final ContentCapture capture;

  /** Whether texts are, and not only counted. */
  final boolean kept;

  private final int maxChars;
  private final int most;
  private final List<Part> input = new ArrayList<>();
  private final List<Part> output = new ArrayList<>();
  private final StringBuilder instructions = new StringBuilder();
  private int inputLeft;
  private int outputLeft;
  private long promptChars = -1;

  ModelContent(ContentCapture capture, boolean kept) {
    this.capture = capture;
    this.kept = kept;
    this.maxChars = capture.maxChars();
    this.most = kept ? maxChars + ContentRedaction.MARGIN : 0;
    this.inputLeft = most;
    this.outputLeft = most;
  }

  /**
   * Characters of all that was asked, instructions and tools' results among it; negative where
   * nobody could tell.
   */
  synchronized long promptChars() {
    return promptChars;
  }

  private void asked(@Nullable String text) {
    if (text != null) {
      promptChars = Math.max(0, promptChars) + text.length();
    }
  }

  @Override
  public synchronized void instructions(@Nullable String text) {
    if (text != null) {
      asked(text);
      append(instructions, text, most - instructions.length());
    }
  }

  @Override
  public synchronized void input(String role, @Nullable String text) {
    asked(text);
    inputLeft -= add(input, inputLeft, role, TEXT, null, null, text);
  }

  @Override
  public synchronized void output(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return;
    }
    Part last = last(TEXT);
    if (last != null) {
      outputLeft -= append(last.text, text, outputLeft);
    } else {
      outputLeft -= add(output, outputLeft, "assistant", TEXT, null, null, text);
    }
  }

  /** The part of the answer that came last, if it is of this type. */
  private @Nullable Part last(String type) {
    Part last = output.isEmpty() ? null : output.get(output.size() - 1);
    return last != null && last.type.equals(type) ? last : null;
  }

  @Override
  public synchronized void toolCall(
      @Nullable String id, @Nullable String name, @Nullable String arguments) {
    String given = arguments == null ? "" : arguments;
    Part begun = name == null || name.isEmpty() ? last(TOOL_CALL) : null;
    outputLeft -=
        begun == null
            ? add(output, outputLeft, "assistant", TOOL_CALL, id, name, given)
            : append(begun.text, given, outputLeft);
  }

  @Override
  public synchronized void toolResult(@Nullable String id, @Nullable String result) {
    asked(result);
    inputLeft -= add(input, inputLeft, "tool", "tool_call_response", id, null, result);
  }

  private static int add(
      List<Part> parts,
      int left,
      String role,
      String type,
      @Nullable String id,
      @Nullable String name,
      @Nullable String text) {
    if (text == null || left <= 0 || parts.size() >= MAX_PARTS) {
      return 0;
    }
    Part part = new Part(role, type, cut(id), cut(name), new StringBuilder());
    parts.add(part);
    return append(part.text, text, left);
  }

  private static @Nullable String cut(@Nullable String name) {
    return name == null || name.isEmpty() ? null : Bounds.cut(name, Bounds.MAX_NAME);
  }

  private static int append(StringBuilder to, String text, int left) {
    String bounded = Bounds.cut(text, Math.max(1, left));
    if (left > 0) {
      to.append(bounded);
      return bounded.length();
    }
    return 0;
  }

  /** Under the names of the conventions, of a call of a model or the work of a tool. */
  synchronized void describe(boolean ofTool, BiConsumer<AttributeKey<String>, String> sink) {
    if (ofTool) {
      first(output, Attribute.AI_TOOL_ARGUMENTS, sink);
      first(input, Attribute.AI_TOOL_RESULT, sink);
      return;
    }
    if (instructions.length() > 0) {
      JsonWriter json = new JsonWriter();
      json.array().object().field("type", TEXT).field("content", safe(instructions, maxChars));
      sink.accept(Attribute.AI_INSTRUCTIONS, json.end().end().toString());
    }
    if (!input.isEmpty()) {
      sink.accept(Attribute.AI_INPUT_MESSAGES, messages(input));
    }
    if (!output.isEmpty()) {
      sink.accept(Attribute.AI_OUTPUT_MESSAGES, messages(output));
    }
  }

  private void first(
      List<Part> parts, AttributeKey<String> key, BiConsumer<AttributeKey<String>, String> sink) {
    if (!parts.isEmpty()) {
      sink.accept(key, safe(parts.get(0).text, maxChars));
    }
  }

  private static String safe(StringBuilder text, int max) {
    return Bounds.cut(ContentRedaction.redact(text.toString()), max);
  }

  /** Parts of one role that follow each other are one message. */
  private String messages(List<Part> parts) {
    JsonWriter json = new JsonWriter();
    json.array();
    String role = null;
    int left = maxChars;
    for (Part part : parts) {
      if (left <= 0) {
        break;
      }
      if (!part.role.equals(role)) {
        if (role != null) {
          json.end().end();
        }
        role = part.role;
        json.object().field("role", role).name("parts").array();
      }
      left -= write(part, left, json);
    }
    if (role != null) {
      json.end().end();
    }
    return json.end().toString();
  }

  private static int write(Part part, int left, JsonWriter json) {
    String text = safe(part.text, left);
    json.object().field("type", part.type);
    if (part.id != null) {
      json.field("id", part.id);
    }
    if (part.name != null) {
      json.field("name", part.name);
    }
    String field =
        switch (part.type) {
          case TOOL_CALL -> "arguments";
          case "tool_call_response" -> "response";
          default -> "content";
        };
    json.field(field, text).end();
    return text.length();
  }
}
