// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.weave;

import java.util.ArrayList;
import java.util.List;

/**
 * The part of a class file that matching needs, read without a parser: super class, interfaces,
 * which methods are declared, and a few constants. One pass over the constant pool (JVMS §4.4),
 * nothing kept but what is answered.
 */
final class ClassHeader {
  private final byte[] bytes;

  /** Where each constant begins: at its tag. */
  private final int[] offsets;

  private final int end;
  private final List<String> found;

  /**
   * A method that a class declares.
   *
   * @param access flags, as in JVMS §4.6
   */
  record Method(int access, String name, String descriptor) {}

  /**
   * @param constants what is looked for among the pool's UTF-8 entries
   * @throws ArrayIndexOutOfBoundsException if the bytes are not a class file
   */
  ClassHeader(byte[] bytes, NameSet constants) {
    this.bytes = bytes;
    int count = u2(8);
    int[] begins = new int[count];
    int shortest = constants.shortest();
    int longest = constants.longest();
    List<String> matching = List.of();
    int at = 10;
    for (int i = 1; i < count; i++) {
      begins[i] = at;
      switch (bytes[at]) {
        case 1 -> {
          int length = (bytes[at + 1] & 0xff) << 8 | bytes[at + 2] & 0xff;
          if (length >= shortest && length <= longest) {
            String constant = constants.find(bytes, at + 3, length);
            matching = constant == null ? matching : with(matching, constant);
          }
          at += 3 + length;
        }
        case 3, 4, 9, 10, 11, 12, 17, 18 -> at += 5;
        case 5, 6 -> {
          at += 9;
          i++;
        }
        case 7, 8, 16, 19, 20 -> at += 3;
        case 15 -> at += 4;
        default -> throw new ArrayIndexOutOfBoundsException("unknown constant " + bytes[at]);
      }
    }
    this.offsets = begins;
    this.end = at;
    this.found = matching;
  }

  private static <T> List<T> with(List<T> some, T another) {
    List<T> all = some.isEmpty() ? new ArrayList<>() : some;
    all.add(another);
    return all;
  }

  /** Those constants that were looked for and are there. */
  List<String> found() {
    return found;
  }

  /** Internal name of the super class, or empty for java/lang/Object. */
  String superName() {
    return className(u2(end + 4));
  }

  int interfaceCount() {
    return u2(end + 6);
  }

  String interfaceName(int index) {
    return className(u2(end + 8 + 2 * index));
  }

  /** The methods of the class itself that have one of some names. */
  List<Method> methods(NameSet names) {
    List<Method> declared = List.of();
    int at = afterMembers(end + 8 + 2 * interfaceCount());
    int count = u2(at);
    at += 2;
    for (int i = 0; i < count; i++) {
      int name = offsets[u2(at + 2)];
      String known = names.find(bytes, name + 3, u2(name + 1));
      if (known != null) {
        declared = with(declared, new Method(u2(at), known, utf8(u2(at + 4))));
      }
      at = afterAttributes(at + 6);
    }
    return declared;
  }

  /** Where a table of fields or methods ends. */
  private int afterMembers(int table) {
    int at = table + 2;
    for (int left = u2(table); left > 0; left--) {
      at = afterAttributes(at + 6);
    }
    return at;
  }

  private int afterAttributes(int table) {
    int at = table + 2;
    for (int left = u2(table); left > 0; left--) {
      at += 6 + (u2(at + 2) << 16 | u2(at + 4));
    }
    return at;
  }

  private String className(int index) {
    return index == 0 ? "" : utf8(u2(offsets[index] + 1));
  }

  @SuppressWarnings("deprecation")
  private String utf8(int index) {
    int at = offsets[index];
    return new String(bytes, 0, at + 3, u2(at + 1));
  }

  private int u2(int at) {
    return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
  }
}
