// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.weave;

import io.obsagent.core.weave.ModuleDescriptor.MethodAdvice;
import io.obsagent.core.weave.ModuleDescriptor.TypeAdvice;
import io.obsagent.spi.MethodMatch;
import io.obsagent.spi.TypeMatch;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The text form of module descriptors: {@code META-INF/obs/instrumentations.idx}. One line per
 * module, type and advice, fields separated by tabs, lists by blanks. Reading it takes the place of
 * loading some hundred description classes at every start.
 */
public final class ModuleIndex {
  public static final String RESOURCE = "META-INF/obs/instrumentations.idx";

  private static final String ANY = "*";

  private ModuleIndex() {}

  public static String write(List<ModuleDescriptor> modules) {
    StringBuilder text = new StringBuilder();
    for (ModuleDescriptor module : modules) {
      line(
          text,
          "module",
          module.name(),
          module.library(),
          module.description(),
          Boolean.toString(module.enabledByDefault()),
          String.join(" ", module.backgroundTasks()),
          Boolean.toString(module.relocatable()));
      for (TypeAdvice type : module.types()) {
        TypeMatch match = type.match();
        line(
            text,
            "type",
            match.bySuperType() ? "sub" : "name",
            String.join(" ", match.names()),
            String.join(" ", match.excludedPrefixes()),
            Boolean.toString(type.holds()));
        for (MethodAdvice method : type.methods()) {
          writeMethod(text, method);
        }
      }
    }
    return text.toString();
  }

  private static void writeMethod(StringBuilder text, MethodAdvice advice) {
    MethodMatch match = advice.match();
    List<@Nullable String> arguments = match.argumentTypes();
    StringBuilder types = new StringBuilder();
    if (arguments != null) {
      for (String argument : arguments) {
        types.append(types.length() == 0 ? "" : " ").append(argument == null ? ANY : argument);
      }
    }
    line(
        text,
        "on",
        String.join(" ", match.names()),
        arguments == null ? "any" : match.leadingArguments() ? "first" : "exact",
        types.toString(),
        match.returnType() == null ? ANY : match.returnType(),
        Boolean.toString(match.publicOnly()),
        Boolean.toString(match.synthetic()),
        advice.adviceClass());
  }

  private static void line(StringBuilder text, String... fields) {
    text.append(String.join("\t", fields)).append('\n');
  }

  /**
   * Reads line by line: nearly all lines are ASCII, which needs no decoder, but one other character
   * in the whole would have the JVM decode and search all of it in two bytes a character.
   *
   * @throws IllegalArgumentException if the text is not of this form: the jar is damaged
   */
  public static List<ModuleDescriptor> read(byte[] utf8) {
    List<ModuleDescriptor> modules = new ArrayList<>();
    List<TypeAdvice> types = new ArrayList<>();
    List<MethodAdvice> methods = new ArrayList<>();
    for (int from = 0, end; from < utf8.length; from = end + 1) {
      end = from;
      while (end < utf8.length && utf8[end] != '\n') {
        end++;
      }
      String line = new String(utf8, from, end - from, StandardCharsets.UTF_8);
      List<String> fields = split(line, '\t');
      switch (fields.get(0)) {
        case "module" -> {
          types = new ArrayList<>();
          modules.add(
              new ModuleDescriptor(
                  fields.get(1),
                  fields.get(2),
                  fields.get(3),
                  fields.get(4).equals("true"),
                  types,
                  split(fields.get(5), ' '),
                  fields.get(6).equals("true")));
        }
        case "type" -> {
          methods = new ArrayList<>();
          types.add(
              new TypeAdvice(
                  new TypeMatch(
                      split(fields.get(2), ' '),
                      fields.get(1).equals("sub"),
                      split(fields.get(3), ' ')),
                  fields.get(4).equals("true"),
                  methods));
        }
        case "on" -> methods.add(readMethod(fields));
        default -> throw new IllegalArgumentException("damaged index: " + line);
      }
    }
    return modules;
  }

  private static MethodAdvice readMethod(List<String> fields) {
    String[] types = null;
    if (!fields.get(2).equals("any")) {
      types = split(fields.get(3), ' ').toArray(new String[0]);
      for (int i = 0; i < types.length; i++) {
        types[i] = types[i].equals(ANY) ? null : types[i];
      }
    }
    return new MethodAdvice(
        new MethodMatch(
            split(fields.get(1), ' '),
            types == null ? null : Arrays.asList(types),
            fields.get(2).equals("first"),
            fields.get(4).equals(ANY) ? null : fields.get(4),
            fields.get(5).equals("true"),
            fields.get(6).equals("true")),
        fields.get(7));
  }

  /** Splits without regular expressions; an empty text has no part, inner empty parts are kept. */
  private static List<String> split(String text, char separator) {
    List<String> parts = new ArrayList<>();
    int from = 0;
    for (int at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, from)) {
      parts.add(text.substring(from, at));
      from = at + 1;
    }
    if (from < text.length() || (separator == '\t' && from > 0)) {
      parts.add(text.substring(from));
    }
    return parts;
  }
}
