// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.libertyhealth;

import static org.assertj.core.api.Assertions.assertThat;

import com.ibm.ws.microprofile.health.internal.AppTracker;
import com.ibm.ws.microprofile.health.internal.AppTrackerImpl;
import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.openliberty.microprofile.health40.services.HealthCheck40Executor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

/** In an OSGi framework, as Liberty is one. */
@ExtendWith(AgentExtension.class)
class LibertyHealthTest {
  @TempDir Path storage;

  @AfterEach
  void clear() {
    System.clearProperty("test.started");
    System.clearProperty("test.up");
  }

  @Test
  void theChecksOfApplicationsAreComponents() throws Exception {
    Framework framework =
        ServiceLoader.load(FrameworkFactory.class)
            .iterator()
            .next()
            .newFramework(
                Map.of(
                    "org.osgi.framework.storage",
                    storage.toString(),
                    "org.osgi.framework.system.packages.extra",
                    "org.eclipse.microprofile.health"));
    framework.start();
    try {
      Bundle server = framework.getBundleContext().installBundle("server", server());
      server.start();

      assertThat(asked("liveness").call()).isEqualTo("");
      assertThat((String) asked("readiness").call())
          .startsWith("DOWN: ")
          .contains("shop.war shelves", "press has not started")
          .doesNotContain("s3cret", "doors");
      assertThat((String) asked("startup").call()).contains("shop.war shelves");
      System.setProperty("test.started", "true");
      System.setProperty("test.up", "true");
      assertThat(asked("readiness").call()).isEqualTo("DOWN: a check of press throws");

      Callable<?> readiness = asked("readiness");
      server.stop();
      assertThat(readiness.call()).isEqualTo("");
    } finally {
      framework.stop();
      framework.waitForStop(0);
    }
  }

  private static Callable<?> asked(String kind) {
    return Recorded.health().get("microprofile " + kind);
  }

  private static InputStream server() throws IOException {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.putValue("Bundle-ManifestVersion", "2");
    attributes.putValue("Bundle-SymbolicName", "server");
    attributes.putValue("Bundle-Activator", Server.class.getName());
    attributes.putValue("Import-Package", "org.osgi.framework,org.eclipse.microprofile.health");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarOutputStream jar = new JarOutputStream(bytes, manifest)) {
      for (Class<?> type :
          List.of(
              Server.class, AppTracker.class, AppTrackerImpl.class, HealthCheck40Executor.class)) {
        String entry = type.getName().replace('.', '/') + ".class";
        jar.putNextEntry(new JarEntry(entry));
        try (InputStream in = type.getClassLoader().getResourceAsStream(entry)) {
          jar.write(in.readAllBytes());
        }
      }
    }
    return new ByteArrayInputStream(bytes.toByteArray());
  }
}
