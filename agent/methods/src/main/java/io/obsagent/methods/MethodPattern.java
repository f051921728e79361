// SPDX-License-Identifier: Apache-2.0
package io.obsagent.methods;

import io.obsagent.methods.expr.ExprException;
import io.obsagent.spi.weave.MethodSelector.Method;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which methods are meant: {@code com.acme.**.*Service#place*(Order, ..)}. Immutable.
 *
 * <ul>
 *   <li>{@code *} stands for any characters but a dot, {@code **} for any;
 *   <li>a class without a package is one of any package; a nested class stands behind a {@code $};
 *   <li>{@code +} behind a class is all that extend or implement it, and itself;
 *   <li>parameters may be left out; a type without a package is one of any, {@code *} is any type,
 *       {@code ..} at the end any further ones.
 * </ul>
 *
 * @param text as written; two patterns are equal if this is
 */
record MethodPattern(
    String text,
    Pattern type,
    boolean withSubtypes,
    Pattern method,
    boolean namesMethod,
    @Nullable List<Pattern> parameters,
    boolean more) {
  private static final String TYPE = "[\\p{javaJavaIdentifierPart}.*]+";
  private static final String EXPECTED =
      "expected a class, # and a method, like com.acme.*Service#place*(Order, ..)";

  /**
   * @throws ExprException with what is wrong, and where
   */
  static MethodPattern parse(String text) throws ExprException {
    int hash = text.indexOf('#');
    if (hash < 0) {
      throw new ExprException(text.length(), EXPECTED);
    }
    String type = text.substring(0, hash).strip();
    boolean subtypes = type.endsWith("+");
    type = subtypes ? type.substring(0, type.length() - 1) : type;
    require(type.matches(TYPE), 0, "'" + type + "' is no class; " + EXPECTED);
    require(!type.matches("[*.]*"), 0, "'" + type + "' would be every class; name a package");
    int open = text.indexOf('(', hash);
    String method = text.substring(hash + 1, open < 0 ? text.length() : open).strip();
    require(
        method.matches("[\\p{javaJavaIdentifierPart}*]+"),
        hash + 1,
        "'" + method + "' is no method; " + EXPECTED);
    List<Pattern> parameters = null;
    boolean more = false;
    if (open >= 0) {
      require(text.stripTrailing().endsWith(")"), text.length(), "expected ) at the end");
      parameters = new ArrayList<>();
      String inner = text.substring(open + 1, text.lastIndexOf(')')).strip();
      String[] types = inner.isEmpty() ? new String[0] : inner.split(",", -1);
      for (int i = 0; i < types.length; i++) {
        String each = types[i].strip();
        if (each.equals("..")) {
          require(i == types.length - 1, open + 1, ".. must be the last parameter");
          more = true;
        } else {
          require(
              each.matches(TYPE + "(\\[])*"), open + 1, "'" + each + "' is no type of a parameter");
          parameters.add(ofType(each));
        }
      }
    }
    return new MethodPattern(
        text,
        ofType(type),
        subtypes,
        Pattern.compile(regex(method)),
        method.indexOf('*') < 0,
        parameters == null ? null : List.copyOf(parameters),
        more);
  }

  private static void require(boolean condition, int offset, String problem) throws ExprException {
    if (!condition) {
      throw new ExprException(offset, problem);
    }
  }

  private static Pattern ofType(String glob) {
    String anyPackage = glob.indexOf('.') < 0 ? "(?:.*[.$])?" : "";
    return Pattern.compile(anyPackage + regex(glob));
  }

  private static String regex(String glob) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < glob.length(); i++) {
      char c = glob.charAt(i);
      if (c != '*') {
        regex.append(Pattern.quote(String.valueOf(c)));
      } else if (glob.startsWith("**", i)) {
        regex.append(".*");
        i++;
      } else {
        regex.append("[^.]*");
      }
    }
    return regex.toString();
  }

  boolean matchesType(String name, Supplier<Set<String>> superTypes) {
    if (type.matcher(name).matches()) {
      return true;
    }
    if (withSubtypes) {
      for (String each : superTypes.get()) {
        if (type.matcher(each).matches()) {
          return true;
        }
      }
    }
    return false;
  }

  /** Of a class that matches; an accessor only where the pattern names it. */
  boolean matches(Method candidate) {
    return fits(candidate) && (namesMethod || !candidate.trivial());
  }

  /** Whether it matches but for being an accessor. */
  boolean fits(Method candidate) {
    return method.matcher(candidate.name()).matches()
        && (parameters == null || fitsParameters(types(candidate.descriptor())));
  }

  private boolean fitsParameters(List<String> types) {
    List<Pattern> wanted = parameters == null ? List.of() : parameters;
    if (types.size() < wanted.size() || types.size() > wanted.size() && !more) {
      return false;
    }
    for (int i = 0; i < wanted.size(); i++) {
      if (!wanted.get(i).matcher(types.get(i)).matches()) {
        return false;
      }
    }
    return true;
  }

  /** Names of the parameters' types, as in source text. */
  static List<String> types(String descriptor) {
    List<String> types = new ArrayList<>();
    for (int at = 1; descriptor.charAt(at) != ')'; ) {
      int dimensions = 0;
      while (descriptor.charAt(at) == '[') {
        dimensions++;
        at++;
      }
      int end = descriptor.charAt(at) == 'L' ? descriptor.indexOf(';', at) + 1 : at + 1;
      types.add(name(descriptor.substring(at, end)) + "[]".repeat(dimensions));
      at = end;
    }
    return types;
  }

  static String name(String descriptor) {
    return descriptor.charAt(0) == 'L'
        ? descriptor.substring(1, descriptor.length() - 1).replace('/', '.')
        : MethodType.fromMethodDescriptorString("()" + descriptor, null).returnType().getTypeName();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof MethodPattern pattern && text.equals(pattern.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }
}
