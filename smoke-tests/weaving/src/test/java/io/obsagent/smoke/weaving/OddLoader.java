// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.weaving;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Set;

/** Defines its own copies of some classes, and may be peculiar in all that it may be. */
class OddLoader extends ClassLoader {
  private final Set<String> own;

  OddLoader(Class<?>... own) {
    super(OddLoader.class.getClassLoader());
    this.own = Set.copyOf(java.util.stream.Stream.of(own).map(Class::getName).toList());
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!own.contains(name)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded != null ? loaded : define(name);
    }
  }

  final Class<?> define(String name) throws ClassNotFoundException {
    byte[] bytes = bytes(name);
    return defineClass(name, bytes, 0, bytes.length);
  }

  static byte[] bytes(String name) throws ClassNotFoundException {
    try (InputStream in =
        OddLoader.class.getClassLoader().getResourceAsStream(name.replace('.', '/') + ".class")) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }

  /** Greets through this loader's own greeter. */
  final String greet(String name) throws ReflectiveOperationException {
    Class<?> greeter = loadClass(Greeter.class.getName());
    Object instance = greeter.getConstructor().newInstance();
    return (String) greeter.getMethod("greet", String.class).invoke(instance, name);
  }

  /** Knows no resources. */
  static final class WithoutResources extends OddLoader {
    WithoutResources() {
      super(Greeter.class, Loud.class, Quiet.class);
    }

    @Override
    public InputStream getResourceAsStream(String name) {
      return null;
    }

    @Override
    public URL getResource(String name) {
      return null;
    }
  }

  /** Fails whenever it is asked for a resource, or for what it is. */
  static final class Failing extends OddLoader {
    private final Error error;

    Failing(Error error) {
      super(Greeter.class, Loud.class, Quiet.class);
      this.error = error;
    }

    @Override
    public InputStream getResourceAsStream(String name) {
      throw error;
    }

    @Override
    public int hashCode() {
      throw error;
    }

    @Override
    public boolean equals(Object other) {
      throw error;
    }

    @Override
    public String toString() {
      throw error;
    }
  }

  /** Takes all loaders of its class for one. */
  static final class Equal extends OddLoader {
    Equal() {
      super(Greeter.class);
    }

    @Override
    public int hashCode() {
      return 1;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Equal;
    }
  }
}
