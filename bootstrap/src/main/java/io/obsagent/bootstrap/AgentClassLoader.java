// SPDX-License-Identifier: Apache-2.0
package io.obsagent.bootstrap;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.security.AllPermission;
import java.security.Permissions;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Loads the agent's own classes, which lie in the agent's jar as {@code agent/**.obsclass} so that
 * no other class loader, jar scanner or class path can see them. Its parent is the platform loader:
 * what the application brings is invisible from here. Parallel capable.
 *
 * <p>After the jar come the extensions ({@code obs.extensions}): jars, directories of jars or of
 * plain class files, for instrumentations that are not in the jar, and for tests. One that cannot
 * be read is left out.
 */
public final class AgentClassLoader extends ClassLoader {
  static {
    registerAsParallelCapable();
  }

  private static final String PREFIX = "agent/";

  /** This class and its neighbours exist once, where the JVM has put them. */
  private static final String LAUNCHER_PACKAGE = "io.obsagent.bootstrap.";

  /**
   * Of all classes that the agent defines. They stand between the application and the JDK on its
   * stack: where a security manager is in force, they must not take a permission away from it.
   */
  public static final ProtectionDomain TRUSTED = trusted();

  private final List<Source> sources = new ArrayList<>();
  private final List<File> extensionFiles = new ArrayList<>();
  private final List<String> extensionFaults = new ArrayList<>();

  /**
   * @param jar the agent's jar
   * @param extensions paths, separated like a class path or by commas; empty for none
   */
  public AgentClassLoader(File jar, String extensions) throws IOException {
    super("obs-agent", ClassLoader.getPlatformClassLoader());
    sources.add(new Archive(jar, PREFIX, ".obsclass"));
    for (String path : extensions.split("[," + File.pathSeparator + "]")) {
      if (!path.isBlank()) {
        addExtension(new File(path.strip()));
      }
    }
  }

  private void addExtension(File file) {
    addExtensionFile(file);
    File[] jars = file.listFiles((directory, name) -> name.endsWith(".jar"));
    if (jars != null) { // not a directory
      Arrays.sort(jars);
      for (File jar : jars) {
        addExtensionFile(jar);
      }
    }
  }

  private void addExtensionFile(File file) {
    try {
      if (!file.exists()) {
        throw new IOException("there is no such file");
      }
      sources.add(file.isDirectory() ? new Directory(file) : new Archive(file, "", ".class"));
      extensionFiles.add(file);
    } catch (IOException e) {
      extensionFaults.add(file + ": " + e.getMessage());
    }
  }

  /** Jars and directories of the extensions that can be read, in their order. */
  public List<File> extensionFiles() {
    return List.copyOf(extensionFiles);
  }

  /** Which extensions cannot be read, and why. */
  public List<String> extensionFaults() {
    return List.copyOf(extensionFaults);
  }

  /** Whether a class lies in the agent's own jar. */
  public boolean isOwn(String name) {
    return sources.get(0).url(name.replace('.', '/') + sources.get(0).classSuffix()) != null;
  }

  private static ProtectionDomain trusted() {
    Permissions all = new Permissions();
    all.add(new AllPermission());
    return new ProtectionDomain(null, all);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      if (loaded != null) {
        return loaded;
      }
      if (name.startsWith(LAUNCHER_PACKAGE)) {
        return Class.forName(name, false, AgentClassLoader.class.getClassLoader());
      }
      byte[] bytes = name.startsWith("java.") ? null : classBytes(name);
      return bytes == null
          ? getParent().loadClass(name)
          : defineClass(name, bytes, 0, bytes.length, TRUSTED);
    }
  }

  /**
   * The bytes of one of the agent's classes.
   *
   * @return null where the agent has no such class
   */
  public byte[] classBytes(String name) {
    String path = name.replace('.', '/');
    for (Source source : sources) {
      byte[] bytes = source.read(path + source.classSuffix());
      if (bytes != null) {
        return bytes;
      }
    }
    return null;
  }

  @Override
  public InputStream getResourceAsStream(String name) {
    if (name.endsWith(".class")) {
      byte[] bytes = classBytes(name.substring(0, name.length() - ".class".length()));
      if (bytes != null) {
        return new ByteArrayInputStream(bytes);
      }
    }
    for (Source source : sources) {
      byte[] bytes = source.read(name);
      if (bytes != null) {
        return new ByteArrayInputStream(bytes);
      }
    }
    return getParent().getResourceAsStream(name);
  }

  @Override
  public URL getResource(String name) {
    Enumeration<URL> found = findResources(name);
    return found.hasMoreElements() ? found.nextElement() : getParent().getResource(name);
  }

  @Override
  protected URL findResource(String name) {
    Enumeration<URL> found = findResources(name);
    return found.hasMoreElements() ? found.nextElement() : null;
  }

  @Override
  protected Enumeration<URL> findResources(String name) {
    List<URL> urls = new ArrayList<>();
    for (Source source : sources) {
      URL url = source.url(name);
      if (url != null) {
        urls.add(url);
      }
    }
    return Collections.enumeration(urls);
  }

  private interface Source {
    byte[] read(String path);

    URL url(String path);

    String classSuffix();
  }

  private record Archive(File file, ZipFile zip, String prefix, String classSuffix)
      implements Source {
    Archive(File file, String prefix, String classSuffix) throws IOException {
      this(file, new ZipFile(file), prefix, classSuffix);
    }

    @Override
    public byte[] read(String path) {
      ZipEntry entry = zip.getEntry(prefix + path);
      if (entry == null) {
        return null;
      }
      try (InputStream in = zip.getInputStream(entry)) {
        return in.readNBytes((int) entry.getSize());
      } catch (IOException e) {
        return null;
      }
    }

    @Override
    public URL url(String path) {
      if (zip.getEntry(prefix + path) == null) {
        return null;
      }
      try {
        return new URL("jar:" + file.toURI() + "!/" + prefix + path);
      } catch (IOException e) {
        return null;
      }
    }
  }

  private record Directory(File root) implements Source {
    @Override
    public byte[] read(String path) {
      File file = new File(root, path);
      if (!file.isFile()) {
        return null;
      }
      try (InputStream in = new FileInputStream(file)) {
        return in.readAllBytes();
      } catch (IOException e) {
        return null;
      }
    }

    @Override
    public URL url(String path) {
      File file = new File(root, path);
      try {
        return file.isFile() ? file.toURI().toURL() : null;
      } catch (IOException e) {
        return null;
      }
    }

    @Override
    public String classSuffix() {
      return ".class";
    }
  }
}
