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
  /** By its tag, how long a constant is; of others there is no such class file. */
  private static final byte[] SIZES = new byte[21];

  /** In the place of a size that depends on the constant. */
  private static final byte TEXT = 1;

  /** The size of a constant that takes two places. */
  private static final byte WIDE = 9;

  /** Of so many constants one is remembered where it begins; a power of two. */
  private static final int STEP = 8;

  static {
    SIZES[1] = TEXT;
    for (int tag : new int[] {3, 4, 9, 10, 11, 12, 17, 18}) {
      SIZES[tag] = 5;
    }
    SIZES[5] = WIDE;
    SIZES[6] = WIDE;
    for (int tag : new int[] {7, 8, 16, 19, 20}) {
      SIZES[tag] = 3;
    }
    SIZES[15] = 4;
  }

  private static final int FINAL = 0x10;

  private final byte[] bytes;

  /**
   * Where each {@link #STEP}th constant begins, or the complement of where the next one does, if
   * there is none at that index. To keep all would cost more than to read over them.
   */
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
  // While an application starts, this is interpreted for long: few calls, few steps a constant.
  ClassHeader(byte[] bytes, NameSet constants) {
    this.bytes = bytes;
    int count = u2(8);
    int[] begins = new int[count / STEP + 1];
    boolean[] lengths = constants.lengths();
    byte[] sizes = SIZES;
    List<String> matching = List.of();
    int at = 10;
    int mark = 0;
    for (int i = 1; i < count; i++) {
      if (i >= mark) {
        begins[mark / STEP] = i == mark ? at : ~at;
        mark += STEP;
      }
      int size = sizes[bytes[at]];
      if (size == 0) {
        throw new ArrayIndexOutOfBoundsException("unknown constant " + bytes[at]);
      } else if (size == TEXT) {
        int length = (bytes[at + 1] & 0xff) << 8 | bytes[at + 2] & 0xff;
        if (length < lengths.length && lengths[length]) {
          String constant = constants.find(bytes, at + 3, length);
          matching = constant == null ? matching : with(matching, constant);
        }
        size = 3 + length;
      } else if (size == WIDE) {
        i++;
      }
      at += size;
    }
    this.offsets = begins;
    this.end = at;
    this.found = matching;
  }

  /** Where a constant begins: at its tag. */
  private int offset(int index) {
    int i = index & -STEP;
    int at = offsets[index / STEP];
    if (at < 0) {
      at = ~at;
      i++;
    }
    for (; i < index; i++) {
      int size = SIZES[bytes[at]];
      i += size == WIDE ? 1 : 0;
      at += size == TEXT ? 3 + u2(at + 1) : size;
    }
    return at;
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
    return (u2(end) & FINAL) != 0;
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
   * Internal names of the super class and of the interfaces, without those of the JDK's that nobody
   * looks for.
   *
   * @param known names that are looked for
   */
  List<String> superTypes(NameSet known) {
    List<String> names = List.of();
    int interfaces = interfaceCount();
    for (int i = -1; i < interfaces; i++) {
      int index = u2(i < 0 ? end + 4 : end + 8 + 2 * i);
      int name = index == 0 ? 0 : offset(u2(offset(index) + 1));
      if (name > 0 && (!isOfJdk(name) || known.find(bytes, name + 3, u2(name + 1)) != null)) {
        names = with(names, utf8At(name));
      }
    }
    return names;
  }

  /** Whether a name begins with {@code java/}. */
  private boolean isOfJdk(int name) {
    return u2(name + 1) > 5
        && bytes[name + 3] == 'j'
        && bytes[name + 4] == 'a'
        && bytes[name + 5] == 'v'
        && bytes[name + 6] == 'a'
        && bytes[name + 7] == '/';
  }

  /** The methods of the class itself that have one of some names. */
  List<Method> methods(NameSet names) {
    List<Method> declared = List.of();
    int at = afterMembers(end + 8 + 2 * interfaceCount());
    int count = u2(at);
    at += 2;
    for (int i = 0; i < count; i++) {
      int name = offset(u2(at + 2));
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
    return index == 0 ? "" : utf8(u2(offset(index) + 1));
  }

  private String utf8(int index) {
    return utf8At(offset(index));
  }

  @SuppressWarnings("deprecation")
  private String utf8At(int at) {
    return new String(bytes, 0, at + 3, u2(at + 1));
  }

  private int u2(int at) {
    return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
  }
}
