// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.events;

import io.obsagent.insight.events.store.Times;
import io.obsagent.spi.log.AgentLog;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * Which version of the application this is: what is configured, or what its build has left in it.
 * Immutable.
 *
 * @param version empty if not known
 * @param commit of the sources; empty if not known
 * @param commitMillis when that was made; 0 if not known
 */
record AppVersion(String version, String commit, long commitMillis) {
  /** Where the class path of an executable jar of Spring Boot begins. */
  private static final String BOOT = "BOOT-INF/classes/";

  private static final int MAX_LABELS = 64 << 10;
  private static final String LABEL = "app.kubernetes.io/version=\"";

  /** Of this process, by the files that every loader of the application sees. */
  static AppVersion find(Map<String, String> resource) {
    return find(
        resource,
        ClassLoader.getSystemClassLoader(),
        System.getProperty("java.class.path", ""),
        Path.of("/etc/podinfo/labels"));
  }

  /**
   * @param classPath as the JVM has it; a single jar is the application's
   * @param labels a pod's, as Kubernetes' downward API writes them
   */
  static AppVersion find(
      Map<String, String> resource, ClassLoader loader, String classPath, Path labels) {
    Properties git = properties(loader, "git.properties");
    String commit = first(git, "git.commit.id.full", "git.commit.id");
    String version = resource.getOrDefault("service.version", "");
    if (version.isEmpty()) {
      Properties build = properties(loader, "META-INF/build-info.properties");
      version = first(build, "build.version");
    }
    if (version.isEmpty()) {
      version = ofJar(classPath);
    }
    if (version.isEmpty()) {
      version = ofLabels(labels);
    }
    if (version.isEmpty()) {
      version = ofTag(resource.getOrDefault("container.image.tags", ""));
    }
    if (version.isEmpty()) {
      version = first(git, "git.build.version", "git.commit.id.abbrev");
    }
    return new AppVersion(version, commit, time(first(git, "git.commit.time")));
  }

  boolean isKnown() {
    return !version.isEmpty() || !commit.isEmpty();
  }

  /** One for each version and commit: two builds of 1.0-SNAPSHOT are not the same. */
  String key() {
    String at = commit.isEmpty() ? "" : "+" + commit.substring(0, Math.min(7, commit.length()));
    return version + at;
  }

  private static Properties properties(ClassLoader loader, String name) {
    Properties properties = new Properties();
    for (String path : new String[] {name, BOOT + name}) {
      try (InputStream in = loader.getResourceAsStream(path)) {
        if (in != null) {
          properties.load(in);
          return properties;
        }
      } catch (IOException | IllegalArgumentException e) {
        AgentLog.debug("the version of the application is not in " + path + ": " + e);
      }
    }
    return properties;
  }

  private static String first(Properties properties, String... keys) {
    for (String key : keys) {
      String value = properties.getProperty(key, "").strip();
      if (!value.isEmpty()) {
        return value;
      }
    }
    return "";
  }

  private static String ofJar(String classPath) {
    if (!classPath.endsWith(".jar") || classPath.indexOf(File.pathSeparatorChar) >= 0) {
      return "";
    }
    try (JarFile jar = new JarFile(classPath)) {
      Manifest manifest = jar.getManifest();
      return manifest == null
          ? ""
          : orEmpty(manifest.getMainAttributes().getValue(Attributes.Name.IMPLEMENTATION_VERSION));
    } catch (IOException | SecurityException e) {
      AgentLog.debug("the version of the application is not in its jar: " + e);
      return "";
    }
  }

  private static String ofLabels(Path labels) {
    if (!Files.isReadable(labels)) {
      return "";
    }
    try (InputStream in = Files.newInputStream(labels)) {
      String text = new String(in.readNBytes(MAX_LABELS), StandardCharsets.UTF_8);
      int start = text.indexOf(LABEL);
      int end = start < 0 ? -1 : text.indexOf('"', start + LABEL.length());
      return end < 0 ? "" : text.substring(start + LABEL.length(), end);
    } catch (IOException e) {
      return "";
    }
  }

  /**
   * The first tag of an image, with or without the brackets of a list; {@code latest} says none.
   */
  private static String ofTag(String tags) {
    for (String tag : tags.replaceAll("[\\[\\]\"' ]", "").split(",")) {
      if (!tag.equals("latest")) {
        return tag;
      }
    }
    return "";
  }

  private static long time(String text) {
    try {
      return text.isEmpty() ? 0 : Times.parse(text);
    } catch (IllegalArgumentException e) {
      AgentLog.debug("git.properties: git.commit.time: " + e.getMessage());
      return 0;
    }
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text.strip();
  }
}
