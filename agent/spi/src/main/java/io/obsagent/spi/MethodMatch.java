// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which methods of a matched type to advise. Immutable; each call narrows the match.
 *
 * @param names method names, {@code <init>} for constructors; or, after an {@code @}, the binary
 *     name of an annotation of methods; after two, of their class
 * @param argumentTypes type names as in Java source, arrays with {@code []}; {@code null} at a
 *     place takes any type; the list itself is null for any number of arguments
 * @param leadingArguments whether more arguments may follow those listed
 * @param returnType as argument types, or null for any
 * @param publicOnly whether only public methods match
 * @param synthetic whether methods match, too, that the compiler has marked as its own
 */
public record MethodMatch(
    List<String> names,
    @Nullable List<@Nullable String> argumentTypes,
    boolean leadingArguments,
    @Nullable String returnType,
    boolean publicOnly,
    boolean synthetic) {

  /** Before the name of an annotation of a class. */
  public static final String OF_CLASS = "@@";

  public static MethodMatch named(String... names) {
    return new MethodMatch(List.of(names), null, false, null, false, false);
  }

  public static MethodMatch constructor() {
    return named("<init>");
  }

  /** Methods with an annotation, constructors not among them. */
  public static MethodMatch annotated(String annotation) {
    return named("@" + annotation);
  }

  /** The public methods of instances of a class with an annotation, but those that have it too. */
  public static MethodMatch ofAnnotated(String annotation) {
    return named(OF_CLASS + annotation).isPublic();
  }

  /** Exactly these arguments; null takes any type at its place. */
  public MethodMatch takes(@Nullable String... types) {
    return takes(false, types);
  }

  /** These arguments first, and then whatever follows. */
  public MethodMatch takesFirst(@Nullable String... types) {
    return takes(true, types);
  }

  private MethodMatch takes(boolean leading, @Nullable String... types) {
    return new MethodMatch(names, Arrays.asList(types), leading, returnType, publicOnly, synthetic);
  }

  /** Exactly this many arguments of any type. */
  public MethodMatch takes(int count) {
    return takes(new String[count]);
  }

  public MethodMatch returns(String type) {
    return new MethodMatch(names, argumentTypes, leadingArguments, type, publicOnly, synthetic);
  }

  public MethodMatch isPublic() {
    return new MethodMatch(names, argumentTypes, leadingArguments, returnType, true, synthetic);
  }

  /**
   * Synthetic methods, too, as those that Kotlin hides from Java ({@code @JvmSynthetic}); bridges
   * never match.
   */
  public MethodMatch orSynthetic() {
    return new MethodMatch(names, argumentTypes, leadingArguments, returnType, publicOnly, true);
  }
}
