// SPDX-License-Identifier: Apache-2.0
package io.obsagent.assembler;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Makes the agent's jar of a class path: the launcher as it is, everything else below {@code
 * agent/} with its classes renamed to {@code .obsclass}, services merged, the index of
 * instrumentations written. The same input gives the same bytes.
 */
public final class Assembler {
  private static final String AGENT = "agent/";
  private static final String LAUNCHER = "io/obsagent/bootstrap/";
  private static final String LICENSES = "META-INF/licenses/";
  private static final String SERVICES = "META-INF/services/";

  /** Of Byte Buddy the agent uses the class file library that it carries, and the attach API. */
  private static final String BYTE_BUDDY = "net/bytebuddy/";

  private static final List<String> BYTE_BUDDY_PARTS =
      List.of("net/bytebuddy/jar/asm/", "net/bytebuddy/agent/");

  /** Of the SDK's metrics only what extensions name is needed, not what computes them. */
  private static final String METRICS_INSIDE = "io/opentelemetry/sdk/metrics/internal/";

  /** Our own indexes, and what the mail library reads of itself. */
  private static final List<String> KEPT_META_INF =
      List.of("META-INF/obs/", "META-INF/javamail.", "META-INF/mailcap", "META-INF/mimetypes");

  private final Map<String, byte[]> entries = new TreeMap<>();

  private Assembler() {}

  /**
   * @param arguments jar to write; file with the class path; version; time of all entries (ISO
   *     8601)
   */
  public static void main(String[] arguments) throws IOException {
    List<Path> classPath = new ArrayList<>();
    for (String entry : Files.readString(Path.of(arguments[1])).split(File.pathSeparator)) {
      classPath.add(Path.of(entry.trim()));
    }
    for (String more : List.of(arguments).subList(4, arguments.length)) {
      classPath.add(Path.of(more));
    }
    Assembler assembler = new Assembler();
    for (Path entry : classPath) {
      assembler.add(entry);
    }
    assembler.entries.put(
        AGENT + Index.RESOURCE, Index.write(classPath).getBytes(StandardCharsets.UTF_8));
    assembler.write(Path.of(arguments[0]), arguments[2], Instant.parse(arguments[3]));
  }

  private void add(Path source) throws IOException {
    if (Files.isDirectory(source)) {
      try (Stream<Path> files = Files.walk(source)) {
        for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
          String name = source.relativize(file).toString().replace(File.separatorChar, '/');
          add(source, name, Files.readAllBytes(file));
        }
      }
      return;
    }
    try (ZipFile zip = new ZipFile(source.toFile())) {
      for (ZipEntry entry : zip.stream().filter(each -> !each.isDirectory()).toList()) {
        try (InputStream in = zip.getInputStream(entry)) {
          add(source, entry.getName(), in.readAllBytes());
        }
      }
    }
  }

  private void add(Path source, String name, byte[] bytes) throws IOException {
    if (name.startsWith(LAUNCHER)) {
      entries.put(name, bytes);
    } else if (name.startsWith(SERVICES)) {
      entries.merge(AGENT + name, bytes, Assembler::lines);
    } else if (name.startsWith(LICENSES)) {
      entries.put(name, bytes); // of what is not a jar of its own on the class path
    } else if (isLicence(name)) {
      String jar = source.getFileName().toString().replace(".jar", "");
      entries.put("META-INF/licenses/" + jar + "/" + Path.of(name).getFileName(), bytes);
    } else if (isWanted(name)) {
      String target =
          name.endsWith(".class")
              ? name.substring(0, name.length() - ".class".length()) + ".obsclass"
              : name;
      byte[] other = entries.putIfAbsent(AGENT + target, QuietLogging.in(name, bytes));
      if (other != null && name.endsWith(".class")) {
        throw new IOException(name + " is twice on the class path, again in " + source);
      }
    }
  }

  private static byte[] lines(byte[] first, byte[] second) {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.writeBytes(first);
    both.write('\n');
    both.writeBytes(second);
    return both.toByteArray();
  }

  private static boolean isLicence(String name) {
    String upper = name.toUpperCase(java.util.Locale.ROOT);
    String file = upper.substring(upper.lastIndexOf('/') + 1);
    return !name.endsWith(".class") && (file.startsWith("LICENSE") || file.startsWith("NOTICE"));
  }

  private static boolean isWanted(String name) {
    if (name.endsWith("module-info.class")
        || name.endsWith("package-info.class")
        || name.startsWith("META-INF/")
        || name.endsWith(".kotlin_module")) {
      return KEPT_META_INF.stream().anyMatch(name::startsWith);
    }
    if (name.startsWith(METRICS_INSIDE)) {
      return false;
    }
    return !name.startsWith(BYTE_BUDDY) || BYTE_BUDDY_PARTS.stream().anyMatch(name::startsWith);
  }

  private void write(Path jar, String version, Instant time) throws IOException {
    String manifest =
        "Manifest-Version: 1.0\r\n"
            + "Premain-Class: io.obsagent.bootstrap.ObsAgent\r\n"
            + "Agent-Class: io.obsagent.bootstrap.ObsAgent\r\n"
            + "Main-Class: io.obsagent.bootstrap.ObsAgent\r\n"
            + "Can-Retransform-Classes: true\r\n"
            + "Implementation-Title: obs-agent\r\n"
            + "Implementation-Version: "
            + version
            + "\r\n\r\n";
    Files.createDirectories(jar.toAbsolutePath().getParent());
    try (OutputStream out = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.setLevel(9);
      put(zip, "META-INF/MANIFEST.MF", manifest.getBytes(StandardCharsets.UTF_8), time);
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        put(zip, entry.getKey(), entry.getValue(), time);
      }
    }
  }

  private static void put(ZipOutputStream zip, String name, byte[] bytes, Instant time)
      throws IOException {
    ZipEntry entry = new ZipEntry(name);
    // Local time, which is what a zip file holds: independent of the zone of the build.
    entry.setTimeLocal(LocalDateTime.ofInstant(time, ZoneOffset.UTC));
    zip.putNextEntry(entry);
    zip.write(bytes);
    zip.closeEntry();
  }
}
