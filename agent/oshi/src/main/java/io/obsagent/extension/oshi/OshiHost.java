// SPDX-License-Identifier: Apache-2.0
package io.obsagent.extension.oshi;

import io.obsagent.spi.host.HostReader;
import io.obsagent.spi.service.NativeAccess;
import java.io.IOException;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.lang.reflect.InvocationTargetException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The entry of the extension: puts its jar in a module layer when the host is first read, and asks
 * the reader in there. Not thread-safe, as no reader needs to be.
 */
public final class OshiHost implements HostReader {
  private static final String READER = "io.obsagent.extension.oshi.OshiReader";

  private @Nullable HostReader reader;

  @Override
  public Memory memory() {
    return reader().memory();
  }

  @Override
  public ProcessMemory processMemory() {
    return reader().processMemory();
  }

  @Override
  public List<DiskTotals> disks() {
    return reader().disks();
  }

  @Override
  public List<NetworkTotals> networks() {
    return reader().networks();
  }

  private HostReader reader() {
    HostReader known = reader;
    if (known == null) {
      known = load();
      reader = known;
    }
    return known;
  }

  private static HostReader load() {
    try {
      ClassLoader agent = OshiHost.class.getClassLoader();
      ModuleFinder jar = ModuleFinder.of(jar(agent));
      String name = jar.findAll().iterator().next().descriptor().name();
      ModuleLayer boot = ModuleLayer.boot();
      Configuration resolved = boot.configuration().resolve(jar, ModuleFinder.of(), Set.of(name));
      ModuleLayer layer = boot.defineModulesWithOneLoader(resolved, agent);
      NativeAccess.allow(layer.findModule(name).orElseThrow());
      return (HostReader) layer.findLoader(name).loadClass(READER).getConstructor().newInstance();
    } catch (InvocationTargetException e) {
      throw new IllegalStateException("oshi cannot be started: " + e.getCause(), e.getCause());
    } catch (ReflectiveOperationException | IOException | URISyntaxException e) {
      throw new IllegalStateException("oshi cannot be loaded: " + e, e);
    }
  }

  private static Path jar(ClassLoader agent) throws IOException, URISyntaxException {
    URL place = agent.getResource(READER.replace('.', '/') + ".class");
    if (place == null || !(place.openConnection() instanceof JarURLConnection inJar)) {
      throw new IOException("obs-agent-oshi.jar must be named as it is in obs.extensions");
    }
    return Path.of(inJar.getJarFileURL().toURI());
  }
}
