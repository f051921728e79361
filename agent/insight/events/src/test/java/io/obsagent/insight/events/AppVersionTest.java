// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppVersionTest {
  private static final String GIT =
      """
      git.commit.id.full=9f2c1d7e00112233445566778899aabbccddeeff
      git.commit.id.abbrev=9f2c1d7
      git.commit.time=2026-11-27T18\\:00\\:00+0200
      """;

  @TempDir Path directory;
  private Path classes;
  private Path labels;

  @BeforeEach
  void begin() throws Exception {
    classes = Files.createDirectory(directory.resolve("classes"));
    labels = directory.resolve("labels");
  }

  private void file(String name, String text) throws Exception {
    Path file = classes.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private AppVersion find(String configured, String classPath) throws Exception {
    Map<String, String> resource =
        configured.isEmpty() ? Map.of() : Map.of("service.version", configured);
    try (URLClassLoader loader = new URLClassLoader(new URL[] {classes.toUri().toURL()}, null)) {
      return AppVersion.find(resource, loader, classPath, labels);
    }
  }

  private String jar(String version) throws Exception {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_VERSION, version);
    Path jar = directory.resolve("shop.jar");
    try (OutputStream out = Files.newOutputStream(jar)) {
      new JarOutputStream(out, manifest).close();
    }
    return jar.toString();
  }

  @Test
  void withoutAnyWordNothingIsKnown() throws Exception {
    assertThat(find("", "a.jar:b.jar").isKnown()).isFalse();
    assertThat(find("", directory.resolve("none.jar").toString()).isKnown()).isFalse();
  }

  @Test
  void whatIsConfiguredComesFirstAndTheCommitIsKnownAllTheSame() throws Exception {
    file("git.properties", GIT);
    AppVersion version = find("3.1", jar("2.0"));
    assertThat(version.version()).isEqualTo("3.1");
    assertThat(version.key()).isEqualTo("3.1+9f2c1d7");
    assertThat(version.commitMillis())
        .isEqualTo(Instant.parse("2026-11-27T16:00:00Z").toEpochMilli());
  }

  @Test
  void springBootsBuildInfoIsFoundInAnExecutableJar() throws Exception {
    file("BOOT-INF/classes/META-INF/build-info.properties", "build.version=4.2\n");
    file("BOOT-INF/classes/git.properties", GIT);
    assertThat(find("", jar("2.0")).key()).isEqualTo("4.2+9f2c1d7");
  }

  @Test
  void theManifestOfTheOnlyJarTellsTheVersion() throws Exception {
    assertThat(find("", jar("2.0")).key()).isEqualTo("2.0");
    assertThat(find("", jar("2.0") + java.io.File.pathSeparator + "other.jar").isKnown()).isFalse();
  }

  @Test
  void aPodsLabelTellsTheVersion() throws Exception {
    Files.writeString(labels, "app=\"shop\"\napp.kubernetes.io/version=\"5.0\"\n");
    assertThat(find("", "").key()).isEqualTo("5.0");
  }

  @Test
  void anImagesTagTellsTheVersionUnlessItIsTheLatest() {
    ClassLoader none = new ClassLoader(null) {};
    for (String tags : new String[] {"3.1", "[latest, 3.1]", "[\"3.1\",\"stable\"]"}) {
      Map<String, String> resource = Map.of("container.image.tags", tags);
      assertThat(AppVersion.find(resource, none, "", labels).version()).isEqualTo("3.1");
    }
    Map<String, String> latest = Map.of("container.image.tags", "latest");
    assertThat(AppVersion.find(latest, none, "", labels).isKnown()).isFalse();
  }

  @Test
  void theCommitAloneIsAVersion() throws Exception {
    file("git.properties", GIT.replace("2026-11-27T18\\:00\\:00+0200", "yesterday"));
    AppVersion version = find("", "");
    assertThat(version.version()).isEqualTo("9f2c1d7");
    assertThat(version.commitMillis()).isZero();
  }
}
