// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.weave;

import io.obsagent.spi.MethodMatch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Descriptors of methods (JVMS §4.3.3) against types as Java source names them. Makes no objects:
 * many a class is asked for the sake of one that is woven.
 */
final class Descriptors {
  private Descriptors() {}

  /** Whether arguments and result are as a match wants them. */
  static boolean matches(MethodMatch match, String descriptor) {
    int at = 1;
    List<@Nullable String> wanted = match.argumentTypes();
    if (wanted != null) {
      for (int i = 0; i < wanted.size(); i++) {
        if (descriptor.charAt(at) == ')') {
          return false;
        }
        int end = endOfType(descriptor, at);
        String type = wanted.get(i);
        if (type != null && !isType(descriptor, at, end, type)) {
          return false;
        }
        at = end;
      }
      if (descriptor.charAt(at) != ')' && !match.leadingArguments()) {
        return false;
      }
    }
    String result = match.returnType();
    return result == null
        || isType(descriptor, descriptor.lastIndexOf(')') + 1, descriptor.length(), result);
  }

  private static int endOfType(String descriptor, int from) {
    int at = from;
    while (descriptor.charAt(at) == '[') {
      at++;
    }
    return descriptor.charAt(at) == 'L' ? descriptor.indexOf(';', at) + 1 : at + 1;
  }

  /**
   * Whether a part of a descriptor is the type of a name, which ends in a [] for each dimension.
   */
  private static boolean isType(String descriptor, int from, int to, String name) {
    int at = from;
    int length = name.length();
    while (descriptor.charAt(at) == '[') {
      if (!name.startsWith("[]", length - 2)) {
        return false;
      }
      at++;
      length -= 2;
    }
    String primitive = primitive(descriptor.charAt(at));
    if (primitive != null) {
      return primitive.length() == length && name.startsWith(primitive);
    }
    if (to - at - 2 != length) {
      return false;
    }
    for (int i = length - 1; i >= 0; i--) { // packages are alike, ends are not
      char letter = descriptor.charAt(at + 1 + i);
      if (name.charAt(i) != (letter == '/' ? '.' : letter)) {
        return false;
      }
    }
    return true;
  }

  private static @Nullable String primitive(char letter) {
    return switch (letter) {
      case 'Z' -> "boolean";
      case 'B' -> "byte";
      case 'C' -> "char";
      case 'S' -> "short";
      case 'I' -> "int";
      case 'J' -> "long";
      case 'F' -> "float";
      case 'D' -> "double";
      case 'V' -> "void";
      default -> null;
    };
  }
}
