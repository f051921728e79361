// SPDX-License-Identifier: Apache-2.0
package io.obsagent.testing;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Classes of a test that are written against {@code javax.ws.rs}, as if they had been written
 * against {@code jakarta.ws.rs}: an application of the newer name space without a second source.
 */
final class Twin {
  private static final String OLD = "javax/ws/rs/";
  private static final String NEW = "jakarta/ws/rs/";
  private static final int UTF8 = 1;

  private Twin() {}

  /**
   * Classes beside this one, as they are where a library of the older name space is there, else
   * their twins. By name, as they cannot be loaded without that.
   */
  static List<Class<?>> of(String... simpleNames) throws IOException, ClassNotFoundException {
    ClassLoader own = Twin.class.getClassLoader();
    boolean isThere = own.getResource(OLD + "Path.class") != null;
    Map<String, byte @Nullable []> classes = new LinkedHashMap<>();
    for (String name : simpleNames) {
      String file = Twin.class.getPackageName().replace('.', '/') + '/' + name + ".class";
      classes.put(
          file.substring(0, file.length() - 6).replace('/', '.'),
          isThere ? null : renamed(own, file));
    }
    TwinLoader loader = new TwinLoader(classes);
    List<Class<?>> twins = new ArrayList<>();
    for (String name : classes.keySet()) {
      twins.add(loader.loadClass(name));
    }
    return twins;
  }

  /** A class file in which each text of the constant pool has the newer name. */
  private static byte[] renamed(ClassLoader loader, String file) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (InputStream found = loader.getResourceAsStream(file)) {
      DataInputStream in = new DataInputStream(found);
      DataOutputStream out = new DataOutputStream(bytes);
      out.writeLong(in.readLong()); // magic and version
      int constants = in.readUnsignedShort();
      out.writeShort(constants);
      for (int i = 1; i < constants; i++) {
        int tag = in.readUnsignedByte();
        out.writeByte(tag);
        if (tag == UTF8) {
          out.writeUTF(in.readUTF().replace(OLD, NEW));
        } else {
          out.write(in.readNBytes(length(tag)));
          i += length(tag) == 8 ? 1 : 0; // long and double take two places
        }
      }
      in.transferTo(out);
    }
    return bytes.toByteArray();
  }

  /** Bytes of a constant after its tag; see the JVM specification, 4.4. */
  private static int length(int tag) {
    return switch (tag) {
      case 7, 8, 16, 19, 20 -> 2;
      case 15 -> 3;
      case 3, 4, 9, 10, 11, 12, 17, 18 -> 4;
      case 5, 6 -> 8;
      default -> throw new IllegalArgumentException("constant " + tag);
    };
  }

  private static final class TwinLoader extends ClassLoader {
    private final Map<String, byte @Nullable []> classes;

    TwinLoader(Map<String, byte @Nullable []> classes) {
      super("twin", Twin.class.getClassLoader());
      this.classes = classes;
    }

    /** For who reads classes rather than load them. */
    @Override
    public @Nullable InputStream getResourceAsStream(String name) {
      byte[] bytes =
          name.endsWith(".class")
              ? classes.get(name.substring(0, name.length() - 6).replace('/', '.'))
              : null;
      return bytes == null ? super.getResourceAsStream(name) : new ByteArrayInputStream(bytes);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        byte[] bytes = classes.get(name);
        if (loaded != null || bytes == null) {
          return loaded != null ? loaded : super.loadClass(name, resolve);
        }
        return defineClass(name, bytes, 0, bytes.length);
      }
    }
  }
}
