// SPDX-License-Identifier: Apache-2.0
package io.obsagent.testing;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * Defines some classes itself and has all others from its parent: OSGi and JBoss Modules divide a
 * library in this way, by its jars. Thread-safe.
 */
public final class SplitLoader extends ClassLoader {
  static {
    registerAsParallelCapable();
  }

  private final List<String> own;

  /**
   * @param own beginnings of the names of its classes
   */
  public SplitLoader(ClassLoader parent, String... own) {
    super(parent);
    this.own = List.of(own);
  }

  /**
   * A container of a test, made by this loader.
   *
   * @param type a class with a constructor that takes the context path
   */
  public ServletContainer container(Class<? extends ServletContainer> type, String contextPath)
      throws ReflectiveOperationException {
    var constructor = loadClass(type.getName()).getDeclaredConstructor(String.class);
    constructor.setAccessible(true);
    return (ServletContainer) constructor.newInstance(contextPath);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (own.stream().noneMatch(name::startsWith)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? define(name) : loaded;
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] bytes = in.readAllBytes();
      return defineClass(name, bytes, 0, bytes.length);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }
}
