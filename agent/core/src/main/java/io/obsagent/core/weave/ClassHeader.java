// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.weave;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The part of a class file that matching needs, read without a parser: super class, interfaces,
 * which methods are declared, and a few constants. One pass over the constant pool (JVMS §4.4).
 *
 * <p>Nearly all that reads is interpreted while an application starts, where a call costs as much
 * as a hundred steps of a loop. What is read of each class makes none for a constant, a member or
 * an attribute.
 */
final class ClassHeader {
  private static final int FINAL = 0x10;

  private final byte[] bytes;

  /** Where each constant begins: at its tag. */
  private final int[] offsets;

  /** Where the constants end: at the access flags. */
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
    long[] letters = constants.letters();
    List<String> matching = List.of();
    int at = 10;
    for (int i = 1; i < count; i++) {
      begins[i] = at;
      switch (bytes[at]) {
        case 1 -> {
          int length = (bytes[at + 1] & 0xff) << 8 | bytes[at + 2] & 0xff;
          if (length < letters.length
              && letters[length] != 0
              && (letters[length]
                      & 1L << 3 * bytes[at + 3 + (length >> 1)] + bytes[at + 2 + length])
                  != 0) {
            String constant = constants.find(bytes, at + 3, length);
            matching = constant == null ? matching : with(matching, constant);
          }
          at += 3 + length;
        }
        case 7, 8, 16, 19, 20 -> at += 3;
        case 3, 4, 9, 10, 11, 12, 17, 18 -> at += 5;
        case 5, 6 -> {
          at += 9;
          i++; // takes two places
        }
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

  /** Whether no class can extend it. */
  boolean isFinal() {
    return (bytes[end + 1] & FINAL) != 0;
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

  /**
   * What tells the names of the class, of its super class and of its interfaces apart, see {@link
   * NameHashes}; 0 in the place of super types of the JDK's that nobody looks for.
   *
   * @param known names that are looked for
   */
  long[] nameHashes(NameSet known) {
    byte[] bytes = this.bytes;
    int[] offsets = this.offsets;
    long[] letters = known.letters();
    int at = end + 2;
    int types = 2 + ((bytes[at + 4] & 0xff) << 8 | bytes[at + 5] & 0xff);
    long[] hashes = new long[types];
    for (int i = 0; i < types; i++) {
      int index = (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
      at += i == 1 ? 4 : 2; // the number of interfaces is between
      if (index == 0) {
        continue; // java/lang/Object has no super class
      }
      int type = offsets[index];
      int from = offsets[(bytes[type + 1] & 0xff) << 8 | bytes[type + 2] & 0xff] + 3;
      int length = (bytes[from - 2] & 0xff) << 8 | bytes[from - 1] & 0xff;
      if (i > 0
          && bytes[from] == 'j'
          && bytes[from + 1] == 'a'
          && bytes[from + 2] == 'v'
          && bytes[from + 3] == 'a'
          && (bytes[from + 4] == '/' || bytes[from + 4] == 'x' && bytes[from + 5] == '/')
          && (length >= letters.length
              || (letters[length]
                      & 1L << 3 * bytes[from + (length >> 1)] + bytes[from + length - 1])
                  == 0
              || known.find(bytes, from, length) == null)) {
        continue;
      }
      long hash = NameHashes.SEED;
      for (int to = from + length; from < to; from++) {
        hash = hash * NameHashes.FACTOR + bytes[from];
      }
      hashes[i] = hash;
    }
    return hashes;
  }

  /**
   * The names of super types, each where {@link #nameHashes} has its hash; null where that has
   * none.
   */
  @Nullable String[] superTypes(long[] nameHashes) {
    String[] names = new String[nameHashes.length];
    for (int i = 1; i < names.length; i++) {
      if (nameHashes[i] != 0) {
        int at = i == 1 ? end + 4 : end + 4 + 2 * i;
        int type = offsets[(bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff];
        names[i] = text(offsets[(bytes[type + 1] & 0xff) << 8 | bytes[type + 2] & 0xff]);
      }
    }
    return names;
  }

  /** The methods of the class itself that have one of some names. */
  List<Method> methods(NameSet names) {
    byte[] bytes = this.bytes;
    long[] letters = names.letters();
    List<Method> declared = List.of();
    int at = end + 8 + 2 * interfaceCount();
    for (int table = 0; table < 2; table++) { // fields, then methods
      int members = (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
      at += 2;
      for (; members > 0; members--) {
        if (table == 1) {
          int name = offsets[(bytes[at + 2] & 0xff) << 8 | bytes[at + 3] & 0xff];
          int length = (bytes[name + 1] & 0xff) << 8 | bytes[name + 2] & 0xff;
          if (length < letters.length
              && (letters[length]
                      & 1L << 3 * bytes[name + 3 + (length >> 1)] + bytes[name + 2 + length])
                  != 0) {
            String known = names.find(bytes, name + 3, length);
            if (known != null) {
              declared = with(declared, new Method(u2(at), known, text(offsets[u2(at + 4)])));
            }
          }
        }
        int attributes = (bytes[at + 6] & 0xff) << 8 | bytes[at + 7] & 0xff;
        at += 8;
        for (; attributes > 0; attributes--) {
          at +=
              6
                  + ((bytes[at + 2] & 0xff) << 24
                      | (bytes[at + 3] & 0xff) << 16
                      | (bytes[at + 4] & 0xff) << 8
                      | bytes[at + 5] & 0xff);
        }
      }
    }
    return declared;
  }

  private String className(int index) {
    return index == 0 ? "" : text(offsets[u2(offsets[index] + 1)]);
  }

  /** The text of a UTF-8 constant. */
  @SuppressWarnings("deprecation")
  private String text(int constant) {
    int length = (bytes[constant + 1] & 0xff) << 8 | bytes[constant + 2] & 0xff;
    return new String(bytes, 0, constant + 3, length);
  }

  private int u2(int at) {
    return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
  }
}
