// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.weave;

/**
 * The part of a class file that matching needs, read without a parser: super class, interfaces, and
 * whether the class can declare one of the methods that are asked for. One pass over the constant
 * pool (JVMS §4.4), nothing kept but what is answered.
 */
final class ClassHeader {
  private final byte[] bytes;
  private final int[] offsets;
  private final int end;
  private final boolean namesMethod;

  /**
   * @param methodNames names that are looked for among the pool's UTF-8 entries
   * @throws ArrayIndexOutOfBoundsException if the bytes are not a class file
   */
  ClassHeader(byte[] bytes, NameSet methodNames) {
    this.bytes = bytes;
    int count = u2(8);
    this.offsets = new int[count];
    int at = 10;
    boolean found = false;
    for (int i = 1; i < count; i++) {
      offsets[i] = at + 1;
      switch (bytes[at]) {
        case 1 -> {
          int length = u2(at + 1);
          found = found || methodNames.contains(bytes, at + 3, length);
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
    this.end = at;
    this.namesMethod = found;
  }

  boolean namesMethod() {
    return namesMethod;
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

  private String className(int index) {
    if (index == 0) {
      return "";
    }
    int name = offsets[u2(offsets[index])];
    return utf8(name + 2, u2(name));
  }

  @SuppressWarnings("deprecation")
  private String utf8(int at, int length) {
    return new String(bytes, 0, at, length);
  }

  private int u2(int at) {
    return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
  }
}
