// SPDX-License-Identifier: Apache-2.0
package io.obsagent.extensions;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.URLConnection;
import java.security.CodeSource;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Loads what extensions bring.
 *
 * <pre>
 *   JDK ◄── ExtensionClassLoader ──► agent's class loader: OpenTelemetry's API and SDK
 *                 │
 *                 └► jars of obs.extensions: all else, whatever the agent or the application have
 * </pre>
 *
 * Copies of the API and the SDK in the jars are passed over, but for what the agent's have no
 * longer. Parallel capable.
 */
final class ExtensionClassLoader extends URLClassLoader {
  private static final String OPENTELEMETRY = "io.opentelemetry.";

  static {
    registerAsParallelCapable();
  }

  private final ClassLoader agent;
  private final Predicate<String> shared;

  /**
   * @param shared whether the agent has a class, by its name
   */
  ExtensionClassLoader(List<File> files, ClassLoader agent, Predicate<String> shared) {
    super("obs-extensions", urls(files), ClassLoader.getPlatformClassLoader());
    this.agent = agent;
    this.shared = shared;
  }

  private static URL[] urls(List<File> files) {
    List<URL> urls = new ArrayList<>();
    for (File file : files) {
      try {
        urls.add(file.toURI().toURL());
      } catch (MalformedURLException e) {
        throw new IllegalStateException(file + " has no URL", e);
      }
    }
    return urls.toArray(new URL[0]);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    return name.startsWith(OPENTELEMETRY) && shared.test(name)
        ? agent.loadClass(name)
        : super.loadClass(name, resolve);
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    URL place = findResource(name.replace('.', '/') + ".class");
    if (place == null) {
      throw new ClassNotFoundException(name);
    }
    try {
      URLConnection connection = place.openConnection();
      byte[] bytes;
      try (InputStream in = connection.getInputStream()) {
        bytes = in.readAllBytes();
      }
      byte[] linked = MovedClasses.in(bytes, this::isBrought, shared);
      if (linked == bytes) {
        return super.findClass(name);
      }
      URL jar = connection instanceof JarURLConnection within ? within.getJarFileURL() : place;
      CodeSource source = new CodeSource(jar, (Certificate[]) null);
      return defineClass(name, linked, 0, linked.length, source);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }

  private boolean isBrought(String name) {
    return findResource(name.replace('.', '/') + ".class") != null;
  }

  /** Whether a jar registers a service of a name. */
  boolean registers(String service) {
    return findResource("META-INF/services/" + service) != null;
  }
}
